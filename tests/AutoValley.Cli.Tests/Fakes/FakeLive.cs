using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeLive : LiveService.LiveServiceBase
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SubscribeRequest? Subscribed { get; private set; }

    public List<SubscribeResponse> Responses { get; } = [];

    /// <summary>Whether the stream goes on, silent, after the responses.</summary>
    public bool StaysOpen { get; set; } = true;

    /// <summary>How the stream ends after the responses, when it does not end well.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>Completes when the call is over for the server.</summary>
    public Task Ended => ended.Task;

    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context)
    {
        Subscribed = request;
        try
        {
            foreach (var response in Responses)
                await responseStream.WriteAsync(response, context.CancellationToken);
            if (Failure is not null)
                throw Failure;
            if (StaysOpen)
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }
        finally
        {
            ended.TrySetResult();
        }
    }
}
