"""The flow of an application: pure. Which act leads where, who may do it, what must hold."""
