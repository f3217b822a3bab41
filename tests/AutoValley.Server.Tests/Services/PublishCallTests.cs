using AutoValley.Server.Ingest;
using AutoValley.Server.Services;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Grpc.Core;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Tests.Services;

public sealed class PublishCallTests : IAsyncLifetime
{
    private readonly Rooms rooms = new();
    private readonly Session session = new(1, new Vehicle(1, new VehicleName("acme", "car")), new SessionId(7));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task Add_ClientThatDoesNotRead_IsNotKeptFromSending()
    {
        var writer = new FrozenWriter();
        using var gone = new CancellationTokenSource();
        await using var call = new PublishCall(rooms.Store, writer, gone.Token);
        for (var batch = 0; batch < 5_000; batch++)
            await call.AddAsync(Accepted()).AsTask().WaitAsync(System.TimeSpan.FromSeconds(30));
        var finished = call.FinishAsync();
        Assert.False(finished.IsCompleted);
        writer.Thaw();
        await finished;
        // What came while one was being written is one more.
        Assert.InRange(writer.Written, 1, 100);
        await gone.CancelAsync();
    }

    [Fact]
    public async Task Add_StoreUnavailable_EndsWithUnavailableAfterWhatWasSettled()
    {
        var writer = new FrozenWriter();
        writer.Thaw();
        await using var call = new PublishCall(rooms.Store, writer, CancellationToken.None);
        await call.AddAsync(Accepted());
        await call.AddAsync(ValueTask.FromException<AcceptResult>(new StoreUnavailableException("no space")));
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var batch = 0; batch < 1_000; batch++)
                await call.AddAsync(Accepted());
            await call.FinishAsync();
        });
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal(1, writer.Written);
    }

    [Fact]
    public async Task Next_StoreUnavailableWhileTheClientWaits_EndsWithUnavailable()
    {
        await using var call = new PublishCall(rooms.Store, new FrozenWriter(), CancellationToken.None);
        var next = call.NextAsync(new SilentClient());
        await call.AddAsync(ValueTask.FromException<AcceptResult>(new StoreUnavailableException("no space")));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(System.TimeSpan.FromSeconds(30)));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
    }

    [Fact]
    public async Task Add_RefusedBatch_TellsWhichOne()
    {
        List<PublishResponse> told = [];
        await using var call = new PublishCall(
            rooms.Store, new StreamWriterStub<PublishResponse>(response =>
            {
                told.Add(response);
                return Task.CompletedTask;
            }), CancellationToken.None);
        var refused = new BatchIdentity(new SessionId(7), 5);
        await call.AddAsync(ValueTask.FromResult(new AcceptResult(AcceptOutcome.Holes, "why") { Refused = refused }));
        await call.FinishAsync();
        var rejected = Assert.Single(told).Rejected;
        Assert.Equal(("holes", "why", 5UL), (rejected.Reason, rejected.Detail, rejected.Sequence));
        Assert.Equal(refused.Session.ToByteArray(), rejected.Session.ToByteArray());
    }

    private ValueTask<AcceptResult> Accepted() => ValueTask.FromResult(new AcceptResult(AcceptOutcome.Accepted, Session: session));

    private sealed class SilentClient : IAsyncStreamReader<PublishRequest>
    {
        public PublishRequest Current => throw new InvalidOperationException();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return false;
        }
    }

    private sealed class FrozenWriter : IServerStreamWriter<PublishResponse>
    {
        private readonly TaskCompletionSource thawed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WriteOptions? WriteOptions { get; set; }

        public int Written { get; private set; }

        public void Thaw() => thawed.TrySetResult();

        public Task WriteAsync(PublishResponse message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(PublishResponse message, CancellationToken cancellationToken)
        {
            await thawed.Task.WaitAsync(cancellationToken);
            Written++;
        }
    }
}
