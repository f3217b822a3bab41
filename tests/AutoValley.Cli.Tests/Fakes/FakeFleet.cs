using System.Globalization;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Tests.Fakes;

internal sealed class FakeFleet : FleetService.FleetServiceBase
{
    public ListVehiclesRequest? Listed { get; private set; }

    public GetLatestRequest? LatestAsked { get; private set; }

    public List<Vehicle> Vehicles { get; } = [];

    /// <summary>By vehicle; others never said anything.</summary>
    public Dictionary<string, Signal[]> Signals { get; } = [];

    public List<LatestSample> Latest { get; } = [];

    public GetStatusResponse Status { get; set; } = new();

    /// <summary>Entries of a page; its token is the place of the next one.</summary>
    public int PageSize { get; set; } = int.MaxValue;

    /// <summary>Thrown instead of any answer.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>How many calls it is thrown for.</summary>
    public int Failures { get; set; } = int.MaxValue;

    /// <summary>No answer is given before it completes.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public override async Task<ListVehiclesResponse> ListVehicles(ListVehiclesRequest request, ServerCallContext context)
    {
        Listed = request;
        await Delay.WaitAsync(context.CancellationToken);
        var (page, next) = Cut(Vehicles, request.PageToken);
        return Failure is null || Failures-- <= 0 ? new() { Vehicles = { page }, NextPageToken = next } : throw Failure;
    }

    public override Task<ListSignalsResponse> ListSignals(ListSignalsRequest request, ServerCallContext context) =>
        Signals.TryGetValue(request.Vehicle, out var signals)
            ? Task.FromResult(new ListSignalsResponse { Signals = { Cut(signals, request.PageToken).Page }, NextPageToken = Cut(signals, request.PageToken).Next })
            : throw new RpcException(new Status(StatusCode.NotFound, $"no vehicle {request.Vehicle}"));

    public override Task<GetLatestResponse> GetLatest(GetLatestRequest request, ServerCallContext context)
    {
        LatestAsked = request;
        var (page, next) = Cut(Latest.Where(sample => request.Signals.Contains(sample.Signal)), request.PageToken);
        return Task.FromResult(new GetLatestResponse { Samples = { page }, NextPageToken = next });
    }

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context) => Task.FromResult(Status);

    private (T[] Page, string Next) Cut<T>(IEnumerable<T> all, string token)
    {
        var from = token.Length > 0 ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        T[] rest = [.. all.Skip(from)];
        return rest.Length <= PageSize ? (rest, "") : (rest[..PageSize], (from + PageSize).ToString(CultureInfo.InvariantCulture));
    }
}
