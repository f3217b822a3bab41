using AutoValley.Interop;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Grpc.Server.Tests.Interop.Wire;

/// <summary>Sees, in calls that ask for it by a header, whether each message was compressed on its way: what the server's handlers are not told, and most
/// clients not either.</summary>
internal sealed class ServerTap
{
    public const string Header = "x-interop-tap";

    private readonly MessageFlags _requests = new();
    private readonly MessageFlags _responses = new();
    private readonly List<Compressed> _promised = [];

    /// <summary>Wraps the bodies; an answer that is not as promised is told.</summary>
    public static async Task PassAsync(HttpContext context, RequestDelegate next, Action<string> tell)
    {
        if (!context.Request.Headers.ContainsKey(Header))
        {
            await next(context);
            return;
        }
        var tap = new ServerTap();
        context.Items[typeof(ServerTap)] = tap;
        context.Request.Body = new TapStream(context.Request.Body, tap._requests);
        context.Response.Body = new TapStream(context.Response.Body, tap._responses);
        await next(context);
        // What stands in for the server's own body is not flushed by it.
        // The caller may be gone by now.
        await ((Task)context.Response.BodyWriter.FlushAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (promised, compressed) in tap._promised.Zip(tap._responses.Seen))
        {
            if (promised != Compressed.AsItComes && compressed != (promised == Compressed.Yes))
                tell($"a response was to be compressed: {promised}, and was: {compressed}");
        }
    }

    public static ServerTap? Of(ServerCallContext context) => context.GetHttpContext().Items[typeof(ServerTap)] as ServerTap;

    /// <summary>The request that was read last has to be what it says.</summary>
    public void Check(int index, Compressed expected)
    {
        if (expected != Compressed.AsItComes && _requests.Seen[index] != (expected == Compressed.Yes))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"request {index} was to be compressed: {expected}, and was not so"));
    }

    /// <summary>The next response is to be so.</summary>
    public void Promise(Compressed compressed) => _promised.Add(compressed);
}
