using AutoValley.Interop;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

internal static class StreamingCases
{
    private static readonly int[] ResponseBytes = [31415, 9, 2653, 58979];
    private static readonly int[] RequestBytes = [27182, 8, 1828, 45904];

    public static async Task Client(InteropRun run)
    {
        using var call = run.Client.ClientStream();
        foreach (var bytes in RequestBytes)
            await call.RequestStream.WriteAsync(new StreamRequest { Payload = InteropRun.Zeros(bytes) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).Bytes);
    }

    public static async Task ClientBuffered(InteropRun run)
    {
        using var call = run.Client.ClientStream();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (var i = 0; i < 10; i++)
            await call.RequestStream.WriteAsync(new StreamRequest { Payload = InteropRun.Zeros(100) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(1000, (await call).Bytes);
    }

    public static async Task Server(InteropRun run)
    {
        using var call = run.Client.ServerStream(new StreamRequest { ResponseBytes = { ResponseBytes } });
        Assert.Equal(ResponseBytes, await InteropRun.ReadLengthsAsync(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public static async Task PingPong(InteropRun run)
    {
        using var call = run.Client.Duplex();
        foreach (var (asked, sent) in ResponseBytes.Zip(RequestBytes))
        {
            await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { asked }, Payload = InteropRun.Zeros(sent) });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(asked, call.ResponseStream.Current.Payload.Length);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public static async Task Empty(InteropRun run)
    {
        using var call = run.Client.Duplex();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    public static async Task ReadBeforeWrite(InteropRun run)
    {
        using var call = run.Client.Duplex();
        var first = call.ResponseStream.MoveNext();
        await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { 3 } });
        Assert.True(await first);
    }
}
