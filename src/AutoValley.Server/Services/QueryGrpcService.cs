using AutoValley.Server.Query;
using AutoValley.Server.Query.Align;
using AutoValley.Server.Query.Search;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.QueryService: each answer is made by a class of the room Query, and sent in its turn.</summary>
internal sealed class QueryGrpcService(
    QueryTurns turns, ReadQuery reads, AggregateQuery aggregates, AlignQuery aligns, SearchQuery searches,
    ReduceQuery reductions) : QueryService.QueryServiceBase
{
    /// <inheritdoc/>
    public override Task Read(ReadRequest request, IServerStreamWriter<ReadResponse> responseStream, ServerCallContext context) =>
        SendAsync(reads.Answer(request, context.CancellationToken), responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task Aggregate(
        AggregateRequest request, IServerStreamWriter<AggregateResponse> responseStream, ServerCallContext context) =>
        SendAsync(aggregates.Answer(request, context.CancellationToken), responseStream, context.CancellationToken, areSmall: true);

    /// <inheritdoc/>
    public override Task Align(AlignRequest request, IServerStreamWriter<AlignResponse> responseStream, ServerCallContext context) =>
        SendAsync(aligns.Answer(request, context.CancellationToken), responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task Search(SearchRequest request, IServerStreamWriter<SearchResponse> responseStream, ServerCallContext context) =>
        SendAsync(searches.Answer(request, context.CancellationToken), responseStream, context.CancellationToken, areSmall: true);

    /// <inheritdoc/>
    public override Task Reduce(ReduceRequest request, IServerStreamWriter<ReduceResponse> responseStream, ServerCallContext context) =>
        SendAsync(reductions.Answer(request, context.CancellationToken), responseStream, context.CancellationToken);

    private async Task SendAsync<TResponse>(
        IAsyncEnumerable<TResponse> answer, IServerStreamWriter<TResponse> responses, CancellationToken cancellation, bool areSmall = false)
        where TResponse : IMessage
    {
        using var turn = await turns.EnterAsync(cancellation);
        var small = areSmall ? new SmallResponses() : null;
        try
        {
            await using var source = answer.GetAsyncEnumerator(cancellation);
            for (var hasNext = await source.MoveNextAsync(); hasNext;)
            {
                var response = source.Current;
                var next = source.MoveNextAsync();
                try
                {
                    responses.WriteOptions = small?.OptionsFor(response.CalculateSize(), isFollowed: next.IsCompletedSuccessfully);
                    await turn.WaitAsync(responses.WriteAsync(response, turn.Cancellation));
                }
                finally
                {
                    // Also when the write failed: nothing may be under way when the source is disposed.
                    hasNext = await next;
                }
            }
        }
        catch (IOException reason) when (Refusal.IsUnread(reason))
        {
            throw Refusal.Unread(reason);
        }
    }
}
