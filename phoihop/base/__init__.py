"""The frame every room stands on: page, components, clock, state flow, text, numbers.

It holds no word of the trade.
"""
