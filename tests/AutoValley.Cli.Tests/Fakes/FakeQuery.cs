using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeQuery : QueryService.QueryServiceBase
{
    public List<ReadRequest> Reads { get; } = [];

    public List<AggregateRequest> Aggregates { get; } = [];

    public Func<ReadRequest, IEnumerable<ReadResponse>> OnRead { get; set; } = _ => [];

    public Func<AggregateRequest, IEnumerable<AggregateResponse>> OnAggregate { get; set; } = _ => [];

    public List<SearchRequest> Searches { get; } = [];

    public Func<SearchRequest, IEnumerable<SearchResponse>> OnSearch { get; set; } = _ => [];

    public List<AlignRequest> Aligns { get; } = [];

    public Func<AlignRequest, IEnumerable<AlignResponse>> OnAlign { get; set; } = _ => [];

    public override async Task Align(AlignRequest request, IServerStreamWriter<AlignResponse> responseStream, ServerCallContext context)
    {
        Aligns.Add(request);
        foreach (var response in OnAlign(request))
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public override async Task Search(SearchRequest request, IServerStreamWriter<SearchResponse> responseStream, ServerCallContext context)
    {
        Searches.Add(request);
        foreach (var response in OnSearch(request))
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public List<ReduceRequest> Reductions { get; } = [];

    public Func<ReduceRequest, IEnumerable<ReduceResponse>> OnReduce { get; set; } = _ => [];

    public override async Task Reduce(ReduceRequest request, IServerStreamWriter<ReduceResponse> responseStream, ServerCallContext context)
    {
        Reductions.Add(request);
        foreach (var response in OnReduce(request))
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public override async Task Read(ReadRequest request, IServerStreamWriter<ReadResponse> responseStream, ServerCallContext context)
    {
        Reads.Add(request);
        foreach (var response in OnRead(request))
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public override async Task Aggregate(
        AggregateRequest request, IServerStreamWriter<AggregateResponse> responseStream, ServerCallContext context)
    {
        Aggregates.Add(request);
        foreach (var response in OnAggregate(request))
            await responseStream.WriteAsync(response, context.CancellationToken);
    }
}
