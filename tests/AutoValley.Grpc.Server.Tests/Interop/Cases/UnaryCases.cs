using AutoValley.Interop;
using Grpc.Core;
using Grpc.Net.Client;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

internal static class UnaryCases
{
    public const int RequestBytes = 271828;
    public const int ResponseBytes = 314159;

    public static async Task Empty(InteropRun run) => Assert.Equal(new Empty(), await run.Client.EmptyCallAsync(new Empty()));

    public static Task EmptyBlocking(InteropRun run)
    {
        Assert.Equal(new Empty(), run.Client.EmptyCall(new Empty()));
        return Task.CompletedTask;
    }

    public static Task Large(InteropRun run) => Large(run.Channel);

    public static async Task Large(GrpcChannel channel)
    {
        var request = new UnaryRequest { ResponseBytes = ResponseBytes, Payload = InteropRun.Zeros(RequestBytes) };
        using var call = new AutoValley.Interop.InteropService.InteropServiceClient(channel).UnaryCallAsync(request);
        Assert.Equal(InteropRun.Zeros(ResponseBytes), (await call).Payload);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }
}
