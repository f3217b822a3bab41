using AutoValley.Interop;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Calls that a handler makes on behalf of its own.</summary>
public sealed class PropagationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true, 10, 60, 10)]
    [InlineData(true, 60, 10, 10)]
    [InlineData(true, 10, null, 10)]
    [InlineData(true, null, 10, 10)]
    [InlineData(false, 10, 60, 60)]
    [InlineData(true, null, null, null)]
    public async Task Deadline_OfTheOuterCall_IsTheInnerOnesLatest(bool propagated, int? outer, int? inner, int? expected)
    {
        var seen = new TaskCompletionSource<DateTime>();
        await using var second = await TestServer.StartAsync(new Script { Unary = (_, context) => { seen.SetResult(context.Deadline); return Answer(); } });
        await using var first = await TestServer.StartAsync(new Script
        {
            Unary = async (_, context) => await new InteropClient(second.Channel).UnaryCallAsync(
                new UnaryRequest(),
                new CallOptions(deadline: Minutes(inner)).WithPropagationToken(
                    context.CreatePropagationToken(new ContextPropagationOptions(propagateDeadline: propagated)))),
        });
        await new InteropClient(first.Channel).UnaryCallAsync(new UnaryRequest(), deadline: Minutes(outer));
        var deadline = await seen.Task.WaitAsync(Patience);
        if (Minutes(expected) is { } meant)
            Assert.InRange(deadline, meant.AddMinutes(-5), meant.AddMinutes(5));
        else
            Assert.Equal(DateTime.MaxValue, deadline);
    }

    [Fact]
    public async Task Cancellation_OfTheOuterCall_CancelsTheInnerOne()
    {
        var begun = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var second = await TestServer.StartAsync(new Script
        {
            Unary = async (_, context) =>
            {
                context.CancellationToken.Register(cancelled.SetResult);
                begun.SetResult();
                await cancelled.Task;
                return null;
            },
        });
        await using var first = await TestServer.StartAsync(new Script
        {
            Unary = async (_, context) => await new InteropClient(second.Channel).UnaryCallAsync(
                new UnaryRequest(), new CallOptions(propagationToken: context.CreatePropagationToken())),
        });
        using var call = new InteropClient(first.Channel).UnaryCallAsync(new UnaryRequest());
        await begun.Task.WaitAsync(Patience);
        call.Dispose();
        await cancelled.Task.WaitAsync(Patience);
    }

    private static DateTime? Minutes(int? minutes) => minutes is { } some ? DateTime.UtcNow.AddMinutes(some) : null;

    private static Task<UnaryResponse?> Answer() => Task.FromResult<UnaryResponse?>(new UnaryResponse());
}
