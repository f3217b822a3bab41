using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeStore : StoreService.StoreServiceBase
{
    public GetStatisticsRequest? StatisticsAsked { get; private set; }

    public GetStatisticsResponse Statistics { get; set; } = new();

    public List<BackupResponse> BackupParts { get; } = [];

    /// <summary>How the backup ends after the responses, when it does not end well.</summary>
    public RpcException? BackupFailure { get; set; }

    public override async Task Backup(BackupRequest request, IServerStreamWriter<BackupResponse> responseStream, ServerCallContext context)
    {
        foreach (var response in BackupParts)
            await responseStream.WriteAsync(response, context.CancellationToken);
        if (BackupFailure is not null)
            throw BackupFailure;
    }

    public List<VerifyResponse> VerifyParts { get; } = [];

    public List<CompactResponse> CompactSteps { get; } = [];

    public override async Task Verify(VerifyRequest request, IServerStreamWriter<VerifyResponse> responseStream, ServerCallContext context)
    {
        foreach (var response in VerifyParts)
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public override async Task Compact(CompactRequest request, IServerStreamWriter<CompactResponse> responseStream, ServerCallContext context)
    {
        foreach (var response in CompactSteps)
            await responseStream.WriteAsync(response, context.CancellationToken);
    }

    public override Task<GetStatisticsResponse> GetStatistics(GetStatisticsRequest request, ServerCallContext context)
    {
        StatisticsAsked = request;
        return Task.FromResult(Statistics);
    }
}
