"""OSCQuery: the namespace as other programs browse it, on the HTTP port (github.com/Vidvox/OSCQueryProposal).

tree       every address with its attributes
answers    what a request gets: a node, one attribute, or who is there
sockets    clients that are told of changes as they happen
app        requests and WebSockets to those two
presence   the announcement on the network
"""
