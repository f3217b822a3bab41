"""The server side of gRPC's interoperability tests; prints the port that it listens on, then serves until it is killed."""
import concurrent.futures
import threading
import time

import grpc
import interop_pb2 as pb
import interop_pb2_grpc as stubs

ECHO_HEADER = "x-grpc-test-echo-initial"
ECHO_TRAILER = "x-grpc-test-echo-trailing-bin"


def echo(context):
    for key, value in context.invocation_metadata():
        if key == ECHO_HEADER:
            context.send_initial_metadata(((key, value),))
        elif key == ECHO_TRAILER:
            context.set_trailing_metadata(((key, value),))


def fail(request, context):
    if request.status.code:
        code = next(c for c in grpc.StatusCode if c.value[0] == request.status.code)
        context.abort(code, request.status.text)


def wait(request, context):
    end = time.monotonic() + request.delay_milliseconds / 1000
    while context.is_active() and time.monotonic() < end:
        time.sleep(0.02)


def compress(wish, context):
    if wish == pb.NO:
        context.disable_next_message_compression()


def answer(request, context):
    for index, size in enumerate(request.response_bytes):
        wait(request, context)
        compress(request.response_compressed[index] if index < len(request.response_compressed) else pb.AS_IT_COMES, context)
        yield pb.StreamResponse(payload=bytes(size))
    fail(request, context)


class Service(stubs.InteropServiceServicer):
    def EmptyCall(self, request, context):
        return pb.Empty()

    def UnaryCall(self, request, context):
        echo(context)
        wait(request, context)
        fail(request, context)
        compress(request.response_compressed, context)
        return pb.UnaryResponse(payload=bytes(request.response_bytes))

    def ServerStream(self, request, context):
        echo(context)
        yield from answer(request, context)

    def ClientStream(self, requests, context):
        echo(context)
        total = 0
        for request in requests:
            fail(request, context)
            total += len(request.payload)
        return pb.SumResponse(bytes=total)

    def Duplex(self, requests, context):
        echo(context)
        for request in requests:
            yield from answer(request, context)


server = grpc.server(concurrent.futures.ThreadPoolExecutor(max_workers=8), compression=grpc.Compression.Gzip)
stubs.add_InteropServiceServicer_to_server(Service(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
threading.Event().wait()
