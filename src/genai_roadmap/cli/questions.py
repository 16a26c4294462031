"""Yes-or-no questions on the terminal."""

import typer

ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask a question on stderr, again after any other answer than yes or no, and return whether it is yes."""

    def parse(typed: str) -> bool:
        answer = typed.strip().casefold()
        if answer not in ANSWERS:
            message = "type y for yes or n for no"
            raise typer.BadParameter(message)
        return ANSWERS[answer]

    choices, key = ("[Y/n]", "y") if default else ("[y/N]", "n")
    answer: bool = typer.prompt(
        f"{question} {choices}:", default=key, show_default=False, prompt_suffix=" ", value_proc=parse, err=True
    )
    return answer
