"""The client side of gRPC's interoperability tests: runs cases against host:port and prints "name ok" or "name reason".

Usage: interop_client.py ADDRESS CASE..."""
import sys
import threading

import grpc
import interop_pb2 as pb
import interop_pb2_grpc as stubs

RESPONSES = [31415, 9, 2653, 58979]
REQUESTS = [27182, 8, 1828, 45904]
SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
PATIENCE = 60
TAP = (("x-interop-tap", "1"),)


def equal(expected, actual):
    if expected != actual:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")


def fails(call, code, detail=None):
    try:
        call()
    except grpc.RpcError as error:
        equal(code, error.code())
        if detail is not None:
            equal(detail, error.details())
        return
    raise AssertionError(f"expected {code}, got an answer")


def empty_unary(stub):
    equal(pb.Empty(), stub.EmptyCall(pb.Empty(), timeout=PATIENCE))


def large_unary(stub, **options):
    request = pb.UnaryRequest(
        response_bytes=314159, payload=bytes(271828), **{name: options.pop(name) for name in list(options) if name.endswith("_compressed")})
    equal(bytes(314159), stub.UnaryCall(request, timeout=PATIENCE, **options).payload)


def client_compressed_unary(stub):
    fails(lambda: large_unary(stub, expect_compressed=pb.YES, metadata=TAP), grpc.StatusCode.INVALID_ARGUMENT)
    large_unary(stub, expect_compressed=pb.YES, metadata=TAP, compression=grpc.Compression.Gzip)
    large_unary(stub, expect_compressed=pb.NO, metadata=TAP)


def server_compressed_unary(stub):
    """The flags are checked by the server's tap."""
    large_unary(stub, response_compressed=pb.YES, metadata=TAP)
    large_unary(stub, response_compressed=pb.NO, metadata=TAP)


def server_compressed_streaming(stub):
    request = pb.StreamRequest(response_bytes=[31415, 92653], response_compressed=[pb.YES, pb.NO])
    responses = stub.ServerStream(request, metadata=TAP, timeout=PATIENCE)
    equal([31415, 92653], [len(response.payload) for response in responses])


def rpc_soak(stub):
    for _ in range(20):
        large_unary(stub)


def channel_soak(_):
    for _ in range(20):
        with grpc.insecure_channel(ADDRESS, options=[("grpc.use_local_subchannel_pool", 1)]) as other:
            large_unary(stubs.InteropServiceStub(other))


def concurrent_large_unary(stub):
    request = pb.UnaryRequest(response_bytes=314159, payload=bytes(271828))
    calls = [stub.UnaryCall.future(request, timeout=PATIENCE) for _ in range(1000)]
    for call in calls:
        equal(314159, len(call.result().payload))


def client_streaming(stub):
    requests = (pb.StreamRequest(payload=bytes(size)) for size in REQUESTS)
    equal(74922, stub.ClientStream(requests, timeout=PATIENCE).bytes)


def server_streaming(stub):
    responses = stub.ServerStream(pb.StreamRequest(response_bytes=RESPONSES), timeout=PATIENCE)
    equal(RESPONSES, [len(response.payload) for response in responses])


def ping_pong(stub):
    received = threading.Semaphore(1)

    def requests():
        for asked, sent in zip(RESPONSES, REQUESTS):
            received.acquire()
            yield pb.StreamRequest(response_bytes=[asked], payload=bytes(sent))

    lengths = []
    for response in stub.Duplex(requests(), timeout=PATIENCE):
        lengths.append(len(response.payload))
        received.release()
    equal(RESPONSES, lengths)


def empty_stream(stub):
    equal([], list(stub.Duplex(iter(()), timeout=PATIENCE)))


def read_before_write(stub):
    reading = threading.Event()

    def requests():
        reading.wait(PATIENCE)
        yield pb.StreamRequest(response_bytes=[3])

    call = stub.Duplex(requests(), timeout=PATIENCE)
    threading.Timer(0, reading.set).start()
    equal(3, len(next(call).payload))


def custom_metadata(stub):
    metadata = (("x-grpc-test-echo-initial", "test_initial_metadata_value"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab\x00"))
    _, call = stub.UnaryCall.with_call(pb.UnaryRequest(response_bytes=314159, payload=bytes(271828)), metadata=metadata, timeout=PATIENCE)
    equal("test_initial_metadata_value", dict(call.initial_metadata())["x-grpc-test-echo-initial"])
    equal(b"\xab\xab\xab\x00", dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"])
    request = pb.StreamRequest(response_bytes=[314159], payload=bytes(271828))
    stream = stub.Duplex(iter((request,)), metadata=metadata, timeout=PATIENCE)
    equal("test_initial_metadata_value", dict(stream.initial_metadata())["x-grpc-test-echo-initial"])
    equal([314159], [len(response.payload) for response in stream])
    equal(b"\xab\xab\xab\x00", dict(stream.trailing_metadata())["x-grpc-test-echo-trailing-bin"])


def status_code_and_message(stub):
    status = pb.EchoStatus(code=2, text="test status message")
    fails(lambda: stub.UnaryCall(pb.UnaryRequest(status=status), timeout=PATIENCE), grpc.StatusCode.UNKNOWN, "test status message")
    request = pb.StreamRequest(status=status)
    fails(lambda: list(stub.Duplex(iter((request,)), timeout=PATIENCE)), grpc.StatusCode.UNKNOWN, "test status message")


def special_status_message(stub):
    request = pb.UnaryRequest(status=pb.EchoStatus(code=2, text=SPECIAL))
    fails(lambda: stub.UnaryCall(request, timeout=PATIENCE), grpc.StatusCode.UNKNOWN, SPECIAL)


def error_after_responses(stub):
    responses = stub.ServerStream(
        pb.StreamRequest(response_bytes=[1, 2], status=pb.EchoStatus(code=10, text="half")), timeout=PATIENCE)
    equal(1, len(next(responses).payload))
    equal(2, len(next(responses).payload))
    fails(lambda: next(responses), grpc.StatusCode.ABORTED, "half")


def unimplemented_method(stub):
    fails(lambda: stub.UnimplementedCall(pb.Empty(), timeout=PATIENCE), grpc.StatusCode.UNIMPLEMENTED)


def unimplemented_service(_):
    stub = stubs.UnimplementedServiceStub(channel)
    fails(lambda: stub.UnimplementedCall(pb.Empty(), timeout=PATIENCE), grpc.StatusCode.UNIMPLEMENTED)


def cancel_after_begin(stub):
    never = threading.Event()

    def requests():
        never.wait(PATIENCE)
        yield from ()

    call = stub.ClientStream.future(requests(), timeout=PATIENCE)
    call.cancel()
    never.set()
    equal(True, call.cancelled())


def cancel_after_first_response(stub):
    received = threading.Event()

    def requests():
        yield pb.StreamRequest(response_bytes=[31415], payload=bytes(27182))
        received.wait(PATIENCE)

    call = stub.Duplex(requests(), timeout=PATIENCE)
    equal(31415, len(next(call).payload))
    call.cancel()
    received.set()
    fails(lambda: next(call), grpc.StatusCode.CANCELLED)


def timeout_on_sleeping_server(stub):
    over = threading.Event()

    def requests():
        yield pb.StreamRequest(payload=bytes(27182))
        over.wait(PATIENCE)

    fails(lambda: list(stub.Duplex(requests(), timeout=0.001)), grpc.StatusCode.DEADLINE_EXCEEDED)
    over.set()


def deadline_reaches_the_server(stub):
    request = pb.StreamRequest(response_bytes=[1], delay_milliseconds=30000)
    fails(lambda: list(stub.ServerStream(request, timeout=0.2)), grpc.StatusCode.DEADLINE_EXCEEDED)


def server_ends_upload_early(stub):
    def requests():
        yield pb.StreamRequest(status=pb.EchoStatus(code=9, text="enough"))
        for _ in range(10000):
            yield pb.StreamRequest(payload=bytes(64 * 1024))

    fails(lambda: stub.ClientStream(requests(), timeout=PATIENCE), grpc.StatusCode.FAILED_PRECONDITION, "enough")


def request_over_limit(stub):
    request = pb.UnaryRequest(payload=bytes(4 * 1024 * 1024))
    fails(lambda: stub.UnaryCall(request, timeout=PATIENCE), grpc.StatusCode.RESOURCE_EXHAUSTED)


ADDRESS = sys.argv[1]
channel = grpc.insecure_channel(ADDRESS)
for case in sys.argv[2:]:
    try:
        globals()[case](stubs.InteropServiceStub(channel))
        print(case, "ok", flush=True)
    except Exception as failure:
        print(case, repr(failure).replace("\n", " "), flush=True)
