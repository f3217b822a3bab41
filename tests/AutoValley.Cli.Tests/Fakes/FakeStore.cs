using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeStore : StoreService.StoreServiceBase
{
    public GetStatisticsRequest? StatisticsAsked { get; private set; }

    public GetStatisticsResponse Statistics { get; set; } = new();

    public override Task<GetStatisticsResponse> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        StatisticsAsked = request;
        return Task.FromResult(Statistics);
    }
}
