"""The JSON Schema of roadmap files, which editors use for completion and validation."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from genai_roadmap.roadmap.models import Roadmap


class _TomlSchema(GenerateJsonSchema):
    """A schema for TOML editors: without null, which TOML does not have, and without defaults and titles of keys."""

    # More editors support it than later versions.
    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """Return the schema of an optional value."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema without the default, which an editor might offer to insert."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Return whether a key gets a title, which would only repeat its name."""
        return False


def schema() -> dict[str, Any]:
    """Return the JSON Schema of roadmap files."""
    generated = Roadmap.model_json_schema(schema_generator=_TomlSchema)
    return {"$schema": _TomlSchema.schema_dialect, **generated, "title": "A roadmap of genai-roadmap"}
