"""Debian's paho against an endpoint: paho_roundtrip.py PORT. Ends with "ok", or with what was wrong."""
import queue
import sys

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

PORT = int(sys.argv[1])
PATIENCE = 60


class Client:
    def __init__(self, name, version, will=None):
        self.messages, self.events = queue.Queue(), queue.Queue()
        self.client = mqtt.Client(client_id=f"{name}-{version}", protocol=version)
        self.client.on_message = lambda client, data, message: self.messages.put(message)
        self.client.on_connect = lambda *arguments: self.events.put("connected")
        self.client.on_subscribe = lambda *arguments: self.events.put("subscribed")
        if will:
            self.client.will_set(*will)
        self.client.connect("127.0.0.1", PORT)
        self.client.loop_start()
        assert self.events.get(timeout=PATIENCE) == "connected"

    def subscribe(self, topic, qos):
        self.client.subscribe(topic, qos)
        assert self.events.get(timeout=PATIENCE) == "subscribed"

    def next(self):
        return self.messages.get(timeout=PATIENCE)


for version in (mqtt.MQTTv311, mqtt.MQTTv5):
    publisher, subscriber = Client("publisher", version), Client("subscriber", version)
    for qos in (0, 1, 2):
        subscriber.subscribe(f"many/{qos}", qos)
        for number in range(200):
            publisher.client.publish(f"many/{qos}", str(number), qos)
        for number in range(200):
            message = subscriber.next()
            assert (message.payload, message.qos) == (str(number).encode(), qos), message.payload
    publisher.client.publish("kept", "value", 1, retain=True).wait_for_publish()
    subscriber.subscribe("kept", 1)
    message = subscriber.next()
    assert message.payload == b"value" and message.retain
    publisher.client.publish("kept", "", 1, retain=True).wait_for_publish()
    assert subscriber.next().payload == b""
    if version == mqtt.MQTTv5:
        subscriber.subscribe("$share/group/rich", 1)
        properties = Properties(PacketTypes.PUBLISH)
        properties.ContentType, properties.ResponseTopic, properties.CorrelationData = "text/plain", "answers", b"\x00\xff"
        properties.UserProperty = [("b", "1"), ("a", "2"), ("b", "0")]
        publisher.client.publish("rich", "x", 1, properties=properties)
        got = subscriber.next().properties
        assert (got.ContentType, got.ResponseTopic, got.CorrelationData) == ("text/plain", "answers", b"\x00\xff")
        assert got.UserProperty == [("b", "1"), ("a", "2"), ("b", "0")], got.UserProperty
    subscriber.subscribe("will", 1)
    doomed = Client("doomed", version, will=("will", "gone", 1))
    doomed.client._sock_close()
    assert subscriber.next().payload == b"gone"
    for client in (publisher, subscriber):
        client.client.disconnect()
        client.client.loop_stop()
print("ok")
sys.stdout.flush()
