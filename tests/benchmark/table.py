"""The table that end_to_end.py prints."""

import statistics


class Table:
    """Rows of the table, printed as they are measured."""

    def __init__(self):
        print("| | measured | aim |\n|---|---|---|", flush=True)

    def add(self, name, measured, aim):
        print(f"| {name} | {measured} | {aim} |", flush=True)


def spread(values, digits=2):
    values = sorted(values)
    return (
        f"{statistics.median(values):.{digits}f} "
        f"({values[0]:.{digits}f} to {values[-1]:.{digits}f})"
    )
