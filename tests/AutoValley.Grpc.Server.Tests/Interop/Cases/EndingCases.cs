using AutoValley.Interop;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

internal static class EndingCases
{
    public static async Task CancelAfterBegin(InteropRun run)
    {
        using var stop = new CancellationTokenSource();
        using var call = run.Client.ClientStream(cancellationToken: stop.Token);
        await stop.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await InteropRun.FailsAsync(call.ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    public static async Task CancelAfterFirstResponse(InteropRun run)
    {
        using var stop = new CancellationTokenSource();
        using var call = run.Client.Duplex(cancellationToken: stop.Token);
        await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { 31415 }, Payload = InteropRun.Zeros(27182) });
        Assert.True(await call.ResponseStream.MoveNext());
        await stop.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await InteropRun.FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    public static async Task TimeoutOnSleepingServer(InteropRun run)
    {
        using var call = run.Client.Duplex(deadline: DateTime.UtcNow.AddMilliseconds(1));
        // It may be over before it has begun.
        await call.RequestStream.WriteAsync(new StreamRequest { Payload = InteropRun.Zeros(27182) })
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.Equal(StatusCode.DeadlineExceeded, (await InteropRun.FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    public static async Task DeadlineReachesTheServer(InteropRun run)
    {
        var request = new StreamRequest { ResponseBytes = { 1 }, DelayMilliseconds = 30_000 };
        using var call = run.Client.ServerStream(request, deadline: DateTime.UtcNow.AddMilliseconds(200));
        Assert.Equal(StatusCode.DeadlineExceeded, (await InteropRun.FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    public static async Task ServerEndsUploadEarly(InteropRun run)
    {
        using var call = run.Client.ClientStream();
        var expected = new Status(StatusCode.FailedPrecondition, "enough");
        Assert.Equal(expected, await InteropRun.FailsAsync(UploadAsync()));
        Assert.Equal(expected, await InteropRun.FailsAsync(call.ResponseAsync));

        async Task UploadAsync()
        {
            await call.RequestStream.WriteAsync(new StreamRequest { Status = new EchoStatus { Code = (int)expected.StatusCode, Text = expected.Detail } });
            while (true)
                await call.RequestStream.WriteAsync(new StreamRequest { Payload = InteropRun.Zeros(64 * 1024) });
        }
    }
}
