"""A databroker that speaks kuksa.val.v2 over gRPC's C core. Its messages are described here, apart from the agent's own contract, with the fields that
the agent skips. Prints its port; each line of its input is a change: {"path": …, "value": {"float": 1.5} or null, "time": [seconds, nanoseconds] or null}.

Arguments: port (0 for any), token ("" for none), certificate and key (PEM files) for TLS."""
import concurrent.futures
import json
import queue
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

FIELD = descriptor_pb2.FieldDescriptorProto
TYPES = {name[5:].lower(): value for name, value in FIELD.Type.items()}
ARRAYS = {"string": "string", "bool": "bool", "int32": "sint32", "int64": "sint64", "uint32": "uint32", "uint64": "uint64", "float": "float", "double": "double"}

MESSAGES = {
    "Datapoint": [(1, "timestamp", ".google.protobuf.Timestamp"), (2, "value", "Value")],
    "Value": [(number, name, kind) for number, (name, kind) in enumerate(ARRAYS.items(), 11)]
    + [(number, f"{name}_array", f"{name.capitalize()}Array") for number, name in enumerate(ARRAYS, 21)],
    **{f"{name.capitalize()}Array": [(1, "values", kind, True)] for name, kind in ARRAYS.items()},
    "SampleInterval": [(1, "interval_ms", "uint32")],
    "Filter": [(1, "duration_ms", "uint32"), (2, "min_sample_interval", "SampleInterval")],
    "Metadata": [
        (9, "path", "string"), (10, "id", "int32"), (11, "data_type", "int32"), (12, "entry_type", "int32"), (13, "description", "string"),
        (14, "comment", "string"), (15, "deprecation", "string"), (16, "unit", "string"), (17, "allowed_values", "Value"), (18, "min", "Value"),
        (19, "max", "Value"), (20, "min_sample_interval", "SampleInterval")],
    "SubscribeRequest": [(1, "signal_paths", "string", True), (2, "buffer_size", "uint32"), (3, "filter", "Filter")],
    # A map is a repeated message of this form.
    "Entry": [(1, "key", "string"), (2, "value", "Datapoint")],
    "SubscribeResponse": [(1, "entries", "Entry", True)],
    "ListMetadataRequest": [(1, "root", "string"), (2, "filter", "string")],
    "ListMetadataResponse": [(1, "metadata", "Metadata", True)],
}

# Path, type by number, unit.
SIGNALS = [
    ("Vehicle.Speed", 11, "km/h"), ("Vehicle.IsMoving", 2, ""), ("Vehicle.Mode", 1, ""), ("Vehicle.Wheel.Left", 3, "mm"), ("Vehicle.Wheel.Right", 10, ""),
    ("Vehicle.Wheel.Count", 6, ""), ("Vehicle.Wheel.Names", 20, ""), ("Vehicle.Wheel.Angles", 30, "degrees"), ("Vehicle.Latitude", 12, "degrees"),
    ("Private.Test.Value", 9, ""),
]


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="foreign.proto", package="kuksa.val.v2", syntax="proto3", dependency=["google/protobuf/timestamp.proto"])
    for name, fields in MESSAGES.items():
        message = file.message_type.add(name=name)
        if name == "Value":
            message.oneof_decl.add(name="typed_value")
        for number, field_name, kind, *repeated in fields:
            field = message.field.add(name=field_name, number=number, label=FIELD.LABEL_REPEATED if repeated else FIELD.LABEL_OPTIONAL)
            if kind in TYPES:
                field.type = TYPES[kind]
            else:
                field.type, field.type_name = FIELD.TYPE_MESSAGE, kind if kind.startswith(".") else f".kuksa.val.v2.{kind}"
            if name == "Value":
                field.oneof_index = 0
    pool = descriptor_pool.Default()
    pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
    found = (pool.FindMessageTypeByName(f"kuksa.val.v2.{name}") for name in MESSAGES)
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return {one.name: make(one) for one in found}


M = messages()


class Databroker:
    def __init__(self, token):
        self.token, self.lock, self.newest, self.subscribers = token, threading.Lock(), {}, []

    def check(self, context):
        given = dict(context.invocation_metadata()).get("authorization")
        if self.token and given != f"Bearer {self.token}":
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "Invalid auth token")

    def list_metadata(self, request, context):
        self.check(context)
        below = [one for one in SIGNALS if one[0] == request.root or one[0].startswith(request.root + ".")]
        if not below:
            context.abort(grpc.StatusCode.NOT_FOUND, "Branch does not exist")
        answer = M["ListMetadataResponse"]()
        for number, (path, kind, unit) in enumerate(below):
            answer.metadata.add(
                path=path, id=number, data_type=kind, entry_type=2, description=f"about {path}", comment="c", unit=unit,
                allowed_values=M["Value"](string_array=M["StringArray"](values=["a", "b"])), min=M["Value"](int32=-5), max=M["Value"](double=9.5))
        return answer

    def subscribe(self, request, context):
        self.check(context)
        if request.buffer_size > 1000:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "buffer_size too large")
        if not set(request.signal_paths) <= {one[0] for one in SIGNALS}:
            context.abort(grpc.StatusCode.NOT_FOUND, "Path not found")
        changes = queue.Queue()
        with self.lock:
            first = M["SubscribeResponse"]()
            for path in request.signal_paths:
                first.entries.add(key=path, value=self.newest.get(path, M["Datapoint"]()))
            self.subscribers.append((set(request.signal_paths), changes))
        yield first
        while context.is_active():
            try:
                yield changes.get(timeout=0.1)
            except queue.Empty:
                pass

    def change(self, line):
        point = M["Datapoint"]()
        if line["time"] is not None:
            point.timestamp.CopyFrom(timestamp_pb2.Timestamp(seconds=line["time"][0], nanos=line["time"][1]))
        for kind, value in (line["value"] or {}).items():
            if kind.endswith("_array"):
                getattr(point.value, kind).values.extend(value)
                getattr(point.value, kind).SetInParent()
            else:
                setattr(point.value, kind, value)
        with self.lock:
            self.newest[line["path"]] = point
            for paths, changes in self.subscribers:
                if line["path"] in paths or line.get("anyway"):
                    answer = M["SubscribeResponse"]()
                    answer.entries.add(key=line["path"], value=point)
                    changes.put(answer)


def main():
    port, token, *tls = sys.argv[1:]
    databroker = Databroker(token)
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(8))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("kuksa.val.v2.VAL", {
        "ListMetadata": grpc.unary_unary_rpc_method_handler(
            databroker.list_metadata, M["ListMetadataRequest"].FromString, M["ListMetadataResponse"].SerializeToString),
        "Subscribe": grpc.unary_stream_rpc_method_handler(
            databroker.subscribe, M["SubscribeRequest"].FromString, M["SubscribeResponse"].SerializeToString),
    })])
    if tls:
        certificate, key = (open(file, "rb").read() for file in tls)
        bound = server.add_secure_port(f"127.0.0.1:{port}", grpc.ssl_server_credentials([(key, certificate)]))
    else:
        bound = server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    print(bound, flush=True)
    for line in sys.stdin:
        databroker.change(json.loads(line))
    server.stop(None)


main()
