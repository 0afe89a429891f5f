"""A believable authority of fictional people: same size, years and seed, same data. Nobody in it is real."""

from goldenthread.config.demo.build import SIZES, Built, NotEmpty, Size, build

__all__ = ["SIZES", "Built", "NotEmpty", "Size", "build"]
