"""Instruments made of arithmetic, so that sdad can be tried without a recording of one's own."""
