"""A foreign client of every kind of call. Usage: client.py STUBS ADDRESS. Prints "all well" or ends with an assertion."""
import struct
import sys
import threading

sys.path.insert(0, sys.argv[1])
import grpc
from autovalley.v1 import fleet_pb2, fleet_pb2_grpc, ingest_pb2, ingest_pb2_grpc, live_pb2, live_pb2_grpc
from autovalley.v1 import query_pb2, query_pb2_grpc, run_pb2, run_pb2_grpc, telemetry_pb2

VEHICLE = "py/car"
SESSION = bytes(range(16))
BASE = 1_700_000_000_000_000_000
STEP = 10_000_000


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def batch(sequence, count=100):
    """Plain columns, by generated code alone; the checksum is appended as telemetry.proto says."""
    first = BASE + (sequence - 1) * count * STEP
    message = telemetry_pb2.Batch(session=SESSION, sequence=sequence, base_time=first, send_time=first)
    message.times.add().plain.deltas.extend([0] + [STEP] * (count - 1))
    message.columns.add(signal=1, time_base=0).doubles.values.extend(sequence + i / 1000 for i in range(count))
    message.columns.add(signal=2, time_base=0).integers.values.extend(range(count))
    data = message.SerializeToString()
    return data + b"\x7d" + struct.pack("<I", crc32c(data))


def requests(batches):
    yield ingest_pb2.PublishRequest(hello=ingest_pb2.PublishHello(vehicle=VEHICLE))
    catalog = telemetry_pb2.Catalog(session=SESSION)
    catalog.signals.add(id=1, name="Vehicle.Speed", type=telemetry_pb2.SIGNAL_TYPE_DOUBLE, unit="km/h")
    catalog.signals.add(id=2, name="Counter", type=telemetry_pb2.SIGNAL_TYPE_INTEGER)
    yield ingest_pb2.PublishRequest(catalog=catalog.SerializeToString())
    for data in batches:
        yield ingest_pb2.PublishRequest(batch=data)


def publish(channel, batches):
    """Gives the last watermark and the rejections."""
    last, rejected = None, []
    for response in ingest_pb2_grpc.IngestServiceStub(channel).Publish(requests(batches), timeout=60):
        if response.HasField("watermark"):
            last = [(r.first, r.last) for r in response.watermark.durable]
        else:
            rejected.append(response.rejected.reason)
    return last, rejected


def read(channel, signals):
    span = query_pb2.TimeSpan(**{"from": BASE, "to": BASE + 10**12})
    answer = {}
    for response in query_pb2_grpc.QueryServiceStub(channel).Read(
            query_pb2.ReadRequest(vehicle=VEHICLE, signals=signals, span=span), timeout=60):
        time = response.base_time
        column = response.column
        values = column.doubles.values if column.WhichOneof("values") == "doubles" else column.integers.values
        for delta, value in zip(response.times.plain.deltas, values):
            time += delta
            answer.setdefault(response.signal, []).append((time, value))
    return answer


def expect(code, call):
    try:
        call()
    except grpc.RpcError as error:
        assert error.code() == code, (error.code(), error.details())
        return error
    raise AssertionError(f"no {code}")


def main(channel):
    # Ingest: a repeat is stored once, a broken batch is told and ends nothing.
    broken = bytearray(batch(3))
    broken[40] ^= 1
    watermark, rejected = publish(channel, [batch(1), batch(2), batch(2), bytes(broken), batch(4)])
    assert watermark == [(1, 2), (4, 4)], watermark
    assert rejected == ["checksum"], rejected
    watermark, rejected = publish(channel, [batch(3)])
    assert (watermark, rejected) == ([(1, 4)], []), (watermark, rejected)

    # Fleet
    vehicles = fleet_pb2_grpc.FleetServiceStub(channel).ListVehicles(fleet_pb2.ListVehiclesRequest(), timeout=60).vehicles
    assert [v.name for v in vehicles] == [VEHICLE], vehicles
    signals = fleet_pb2_grpc.FleetServiceStub(channel).ListSignals(fleet_pb2.ListSignalsRequest(vehicle=VEHICLE), timeout=60).signals
    assert [(s.name, s.unit) for s in signals] == [("Counter", ""), ("Vehicle.Speed", "km/h")], signals

    # Query: every value, in order, once.
    answer = read(channel, ["Vehicle.Speed", "Counter"])
    assert answer["Vehicle.Speed"] == [(BASE + (s * 100 + i) * STEP, s + 1 + i / 1000) for s in range(4) for i in range(100)]
    assert [value for _, value in answer["Counter"]] == list(range(100)) * 4

    # Aggregate: buckets of one second.
    span = query_pb2.TimeSpan(**{"from": BASE, "to": BASE + 10**12})
    buckets = list(query_pb2_grpc.QueryServiceStub(channel).Aggregate(query_pb2.AggregateRequest(
        vehicle=VEHICLE, signals=["Vehicle.Speed"], span=span, every_nanos=10**9,
        statistics=[query_pb2.STATISTIC_COUNT, query_pb2.STATISTIC_MIN, query_pb2.STATISTIC_MAX]), timeout=60))
    assert list(buckets[0].starts) == [BASE + s * 10**9 for s in range(4)]
    assert [list(c.values) for c in buckets[0].columns] == [[100.0] * 4, [1.0, 2.0, 3.0, 4.0], [1.099, 2.099, 3.099, 4.099]]

    # Live: history, then the seam, then a batch that is published meanwhile; then the client cancels.
    call = live_pb2_grpc.LiveServiceStub(channel).Subscribe(
        live_pb2.SubscribeRequest(vehicles=[VEHICLE], signals=["Counter"], since=BASE), timeout=60)
    seen, publisher = 0, None
    for response in call:
        if response.HasField("samples"):
            seen += sum(len(c.column.integers.values) for c in response.samples.columns)
        elif response.HasField("live"):
            assert seen == 400, seen
            publisher = threading.Thread(target=publish, args=(channel, [batch(5)]))
            publisher.start()
        if seen == 500:
            break
    call.cancel()
    publisher.join()
    assert expect(grpc.StatusCode.CANCELLED, lambda: next(call)) is not None

    # A deadline ends a stream that would go on for ever.
    endless = live_pb2_grpc.LiveServiceStub(channel).Subscribe(live_pb2.SubscribeRequest(vehicles=[VEHICLE]), timeout=1)
    expect(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: [None for _ in endless])

    # Runs, and reading by one.
    runs = run_pb2_grpc.RunServiceStub(channel)
    runs.StartRun(run_pb2.StartRunRequest(name="lap-1", vehicles=[VEHICLE], start_time=BASE, stop_time=BASE + 10**9), timeout=60)
    expect(grpc.StatusCode.ALREADY_EXISTS, lambda: runs.StartRun(
        run_pb2.StartRunRequest(name="lap-1", vehicles=[VEHICLE]), timeout=60))
    by_run = list(query_pb2_grpc.QueryServiceStub(channel).Read(query_pb2.ReadRequest(run="lap-1", signals=["Counter"]), timeout=60))
    assert [v for r in by_run for v in r.column.integers.values] == list(range(100))

    # Wrong use has the status that the protos list.
    expect(grpc.StatusCode.NOT_FOUND, lambda: read(channel, ["Nothing"]))
    expect(grpc.StatusCode.INVALID_ARGUMENT, lambda: fleet_pb2_grpc.FleetServiceStub(channel).ListSignals(
        fleet_pb2.ListSignalsRequest(vehicle="no slash"), timeout=60))


with grpc.insecure_channel(sys.argv[2], options=[("grpc.enable_http_proxy", 0)]) as opened:
    main(opened)
print("all well")
