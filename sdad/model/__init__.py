"""The networks: gestures, the VAE and the conditional flow (floor 2)."""
