using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>What a message of a stream costs, over a real Kestrel: nothing, as long as the connection takes it at once.</summary>
public sealed class AllocationTests
{
    private const int Messages = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, 64)]
    [InlineData(true, 64)]
    [InlineData(true, 4_096)]
    public async Task Write_InSteadyState_AllocatesNothing(bool buffered, int size)
    {
        var (allocated, atOnce) = (0L, 0);
        var response = new StreamResponse { Payload = ByteString.CopyFrom(new byte[size]) };
        var script = new Script
        {
            Stream = async (responses, context) =>
            {
                for (var index = 0; index < Messages; index++)
                {
                    // Every tenth message is flushed, else the pipe would take them all.
                    responses.WriteOptions = buffered && index % 10 > 0 ? new WriteOptions(WriteFlags.BufferHint) : null;
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    var write = responses.WriteAsync(response, context.CancellationToken);
                    var cost = GC.GetAllocatedBytesForCurrentThread() - before;
                    // The others wait for the reader, which needs a task.
                    if (!write.IsCompletedSuccessfully)
                        await write;
                    else if (index > Messages / 2)
                        (allocated, atOnce) = (allocated + cost, atOnce + 1);
                }
            },
        };
        await using var server = await TestServer.StartAsync(script);
        using var call = new InteropClient(server.Channel).ServerStream(new StreamRequest());
        var count = 0;
        while (await call.ResponseStream.MoveNext().WaitAsync(Patience))
            count++;
        Assert.Equal(Messages, count);
        Assert.InRange(atOnce, Messages / 20, Messages);
        // Kestrel takes blocks of memory anew when its pool has none left.
        Assert.True(allocated < atOnce, $"{(double)allocated / atOnce:F1} B a message");
    }
}
