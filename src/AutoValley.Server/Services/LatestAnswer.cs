using System.Globalization;
using AutoValley.Server.Fleet;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using LatestSample = AutoValley.V1.LatestSample;
using SignalType = AutoValley.Telemetry.SignalType;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Services;

/// <summary>Answers FleetService.GetLatest.</summary>
internal sealed class LatestAnswer(ICatalogue catalogue, ISampleStore store, VehicleStates states, QueryScopes scopes, TimeProvider clock)
{
    private const int MaximumSignals = 10_000;

    /// <exception cref="RpcException">With the status that FleetService.GetLatest lists.</exception>
    public async Task<GetLatestResponse> AnswerAsync(GetLatestRequest request, CancellationToken cancellation)
    {
        if (request.Signals.Count > MaximumSignals)
            throw Refusal.Invalid("signals", $"more than {MaximumSignals} signals are named");
        var vehicle = scopes.FindVehicle(request.Vehicle);
        var page = Page.Of(SignalsOf(vehicle, request), Key, request.PageSize, request.PageToken);
        var found = await ReadAsync(vehicle, page.Items, cancellation);
        var now = UnixTime.Now(clock);
        var samples = found.ToDictionary(sample => sample.Series.Name, sample => ToProto(sample, now));
        page = page.Fit(signal => samples.TryGetValue(signal.Name, out var sample) ? sample.CalculateSize() : 0, Key);
        return new GetLatestResponse
        {
            Samples = { page.Items.Select(signal => samples.GetValueOrDefault(signal.Name)).OfType<LatestSample>() },
            NextPageToken = page.NextToken,
            ServerTime = now,
            LastReceiveTime = states.Of(vehicle.Name).LastReceiveTime,
        };
    }

    // A name and its place: in the order named, or by name.
    private IEnumerable<(string Name, int Place)> SignalsOf(Vehicle vehicle, GetLatestRequest request) => request.Signals.Count == 0
        ? catalogue.Series(vehicle).Select(series => series.Name).Distinct().Select(name => (name, 0))
        : request.Signals.Distinct().Select((name, index) => (name, index));

    private static string Key((string Name, int Place) signal) => string.Create(CultureInfo.InvariantCulture, $"{signal.Place:D5} {signal.Name}");

    // A signal whose type changed is several series: the newest sample of any is its latest.
    private async Task<IEnumerable<Storage.LatestSample>> ReadAsync(
        Vehicle vehicle, IReadOnlyList<(string Name, int Place)> signals, CancellationToken cancellation)
    {
        if (signals.Count == 0)
            return [];
        var series = scopes.FindSeries(vehicle, [.. signals.Select(signal => signal.Name)]).ToArray();
        try
        {
            var latest = await store.GetLatestAsync(series, cancellation);
            return latest.GroupBy(sample => sample.Series.Name).Select(group => group.MaxBy(sample => sample.Time));
        }
        catch (IOException reason) when (Refusal.IsUnread(reason))
        {
            throw Refusal.Unread(reason);
        }
    }

    private static LatestSample ToProto(Storage.LatestSample sample, long now) => new()
    {
        Signal = sample.Series.Name,
        Time = sample.Time,
        Value = ToProto(sample.Value),
        AgeNanos = (long)Int128.Clamp((Int128)now - sample.Time, long.MinValue, long.MaxValue),
    };

    private static Value ToProto(SampleValue value) => value.Type switch
    {
        SignalType.Double => new Value { Double = value.Double },
        SignalType.Integer => new Value { Integer = value.Integer },
        SignalType.Boolean => new Value { Boolean = value.Boolean },
        _ => new Value { Text = value.Text },
    };
}
