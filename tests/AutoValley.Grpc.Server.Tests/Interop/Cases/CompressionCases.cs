using AutoValley.Grpc.Server.Tests.Interop.Wire;
using AutoValley.Interop;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

/// <summary>Whether messages were compressed is read off the wire here too, as no client's API tells.</summary>
internal static class CompressionCases
{
    public static async Task ClientUnary(InteropRun run)
    {
        using var channel = run.Connect(tapped: true);
        var client = new InteropClient(channel);
        if (run.TellsCompression)
            Assert.Equal(StatusCode.InvalidArgument, (await InteropRun.FailsAsync(CallAsync(Compressed.Yes, Plain()))).StatusCode);
        Assert.Equal(UnaryCases.ResponseBytes, (await CallAsync(Compressed.Yes, Gzip())).Payload.Length);
        Assert.Equal(UnaryCases.ResponseBytes, (await CallAsync(Compressed.No, Plain())).Payload.Length);
        Assert.Equal([true, false], run.Compressed.Sent.TakeLast(2));

        Task<UnaryResponse> CallAsync(Compressed expected, Metadata headers) => client.UnaryCallAsync(
            new UnaryRequest
            {
                ExpectCompressed = expected, ResponseBytes = UnaryCases.ResponseBytes, Payload = InteropRun.Zeros(UnaryCases.RequestBytes),
            },
            headers).ResponseAsync;
    }

    public static async Task ServerUnary(InteropRun run)
    {
        using var channel = run.Connect(tapped: true);
        foreach (var compressed in (Compressed[])[Compressed.Yes, Compressed.No])
        {
            var request = new UnaryRequest
            {
                ResponseCompressed = compressed, ResponseBytes = UnaryCases.ResponseBytes, Payload = InteropRun.Zeros(UnaryCases.RequestBytes),
            };
            Assert.Equal(InteropRun.Zeros(UnaryCases.ResponseBytes), (await new InteropClient(channel).UnaryCallAsync(request, Plain())).Payload);
        }
        Assert.Equal([true, false], run.Compressed.Received);
    }

    public static async Task ClientStreaming(InteropRun run)
    {
        using var channel = run.Connect(tapped: true);
        var client = new InteropClient(channel);
        if (run.TellsCompression)
        {
            using var probe = client.ClientStream(Plain());
            // It may be refused before it has been taken.
            await probe.RequestStream.WriteAsync(new StreamRequest { ExpectCompressed = Compressed.Yes, Payload = InteropRun.Zeros(27182) })
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.Equal(StatusCode.InvalidArgument, (await InteropRun.FailsAsync(probe.ResponseAsync)).StatusCode);
        }
        using var call = client.ClientStream(Gzip());
        await call.RequestStream.WriteAsync(new StreamRequest { ExpectCompressed = Compressed.Yes, Payload = InteropRun.Zeros(27182) });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new StreamRequest { ExpectCompressed = Compressed.No, Payload = InteropRun.Zeros(45904) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).Bytes);
        Assert.Equal([true, false], run.Compressed.Sent.TakeLast(2));
    }

    public static async Task ServerStreaming(InteropRun run)
    {
        using var channel = run.Connect(tapped: true);
        var request = new StreamRequest { ResponseBytes = { 31415, 92653 }, ResponseCompressed = { Compressed.Yes, Compressed.No } };
        using var call = new InteropClient(channel).ServerStream(request, Plain());
        Assert.Equal([31415, 92653], await InteropRun.ReadLengthsAsync(call.ResponseStream));
        Assert.Equal([true, false], run.Compressed.Received);
    }

    private static Metadata Plain() => new() { { ServerTap.Header, "1" } };

    private static Metadata Gzip() => new() { { ServerTap.Header, "1" }, { "grpc-internal-encoding-request", "gzip" } };
}
