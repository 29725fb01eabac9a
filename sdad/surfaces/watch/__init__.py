"""The drop folders (floor 6).

listing     what lies in a dataset's folder now
settling    when a folder that changed has come to rest
folders     the watching itself: hints from the system, a rescan as the truth
"""
