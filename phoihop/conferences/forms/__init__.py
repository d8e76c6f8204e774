"""The shape of what is typed before, during and after a conference."""
