using AutoValley.Interop;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Interop.Cases;

internal static class StatusCases
{
    private const string SpecialText = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

    public static async Task CustomMetadata(InteropRun run)
    {
        // The description's three bytes, and one that ends strings in C.
        byte[] bytes = [0xab, 0xab, 0xab, 0];
        var headers = new Metadata { { InteropService.EchoHeader, "test_initial_metadata_value" }, { InteropService.EchoTrailer, bytes } };
        var request = new UnaryRequest { ResponseBytes = UnaryCases.ResponseBytes, Payload = InteropRun.Zeros(UnaryCases.RequestBytes) };
        using var unary = run.Client.UnaryCallAsync(request, headers);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue(InteropService.EchoHeader));
        await unary;
        Assert.Equal(bytes, unary.GetTrailers().GetValueBytes(InteropService.EchoTrailer));

        using var duplex = run.Client.Duplex(headers);
        await duplex.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { UnaryCases.ResponseBytes }, Payload = request.Payload });
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue(InteropService.EchoHeader));
        Assert.Equal([UnaryCases.ResponseBytes], await InteropRun.ReadLengthsAsync(duplex.ResponseStream));
        Assert.Equal(bytes, duplex.GetTrailers().GetValueBytes(InteropService.EchoTrailer));
    }

    public static async Task CodeAndMessage(InteropRun run)
    {
        var asked = new EchoStatus { Code = (int)StatusCode.Unknown, Text = "test status message" };
        var expected = new Status(StatusCode.Unknown, "test status message");
        Assert.Equal(expected, await InteropRun.FailsAsync(run.Client.UnaryCallAsync(new UnaryRequest { Status = asked }).ResponseAsync));

        using var duplex = run.Client.Duplex();
        await duplex.RequestStream.WriteAsync(new StreamRequest { Status = asked });
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal(expected, await InteropRun.FailsAsync(duplex.ResponseStream.MoveNext()));
        Assert.Equal(expected, duplex.GetStatus());
    }

    public static async Task SpecialMessage(InteropRun run)
    {
        var request = new UnaryRequest { Status = new EchoStatus { Code = (int)StatusCode.Unknown, Text = SpecialText } };
        Assert.Equal(new Status(StatusCode.Unknown, SpecialText), await InteropRun.FailsAsync(run.Client.UnaryCallAsync(request).ResponseAsync));
    }

    public static async Task UnimplementedMethod(InteropRun run) => Assert.Equal(
        StatusCode.Unimplemented, (await InteropRun.FailsAsync(run.Client.UnimplementedCallAsync(new Empty()).ResponseAsync)).StatusCode);

    public static async Task UnimplementedService(InteropRun run)
    {
        var client = new UnimplementedService.UnimplementedServiceClient(run.Channel);
        Assert.Equal(StatusCode.Unimplemented, (await InteropRun.FailsAsync(client.UnimplementedCallAsync(new Empty()).ResponseAsync)).StatusCode);
    }

    public static async Task ErrorAfterResponses(InteropRun run)
    {
        var request = new StreamRequest { ResponseBytes = { 1, 2 }, Status = new EchoStatus { Code = (int)StatusCode.Aborted, Text = "half" } };
        using var call = run.Client.ServerStream(request);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(new Status(StatusCode.Aborted, "half"), await InteropRun.FailsAsync(call.ResponseStream.MoveNext()));
    }

    public static async Task RequestOverLimit(InteropRun run)
    {
        var request = new UnaryRequest { Payload = InteropRun.Zeros(4 * 1024 * 1024) };
        Assert.Equal(StatusCode.ResourceExhausted, (await InteropRun.FailsAsync(run.Client.UnaryCallAsync(request).ResponseAsync)).StatusCode);
    }
}
