"""The acts of measures, analysis and the dataset."""

from goldenthread.rulebook.rights.grants import Act

TABLE: tuple[Act, ...] = ()
