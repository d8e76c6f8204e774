"""The annual reports: that of 2020 issued, that of 2021 in the making."""

from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.story import Story


def tell(story: Story, cast: Cast) -> None:
    """Nothing yet."""
