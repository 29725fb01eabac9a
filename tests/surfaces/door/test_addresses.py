import socket

from sdad.surfaces.door.addresses import network_addresses


def test_a_server_of_this_machine_only_has_no_address_on_the_network():
    assert network_addresses("127.0.0.1") == network_addresses("::1") == []


def test_a_server_on_one_address_is_reached_there():
    assert network_addresses("192.0.2.7") == ["192.0.2.7"]


def test_a_server_on_all_addresses_is_reached_at_each_of_them():
    for address in network_addresses("0.0.0.0"):
        with socket.create_server((address, 0)) as server:
            assert server.getsockname()[0] == address
            assert not address.startswith("127.")
