"""The JSON Schema of roadmap files, with which editors help to write them."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from genai_roadmap.roadmap.models import Roadmap


class _TomlSchema(GenerateJsonSchema):
    """The schema as editors of TOML like it: without null, which TOML has not, and without a title for each key."""

    # More editors know it than the newer ones, of which nothing here is needed.
    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """The schema of what may also be left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """The schema without its default, which is null, false or empty, and which an editor might offer to write."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Whether a key gets a title, which would only repeat it."""
        return False


def schema() -> dict[str, Any]:
    """The JSON Schema of roadmap files."""
    generated = Roadmap.model_json_schema(schema_generator=_TomlSchema)
    return {"$schema": _TomlSchema.schema_dialect, **generated, "title": "A roadmap of genai-roadmap"}
