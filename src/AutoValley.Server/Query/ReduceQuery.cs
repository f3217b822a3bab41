using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using ReductionMethod = AutoValley.V1.ReductionMethod;

namespace AutoValley.Server.Query;

/// <summary>Answers QueryService.Reduce: a picture of each series, which the workers make side by side.</summary>
internal sealed class ReduceQuery(ISampleStore store, QueryScopes scopes, QueryWorkers workers, TimeProvider clock)
{
    private const int DefaultMaximum = 4_000;

    /// <summary>Checks the request at once; reads when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Reduce lists.</exception>
    public IAsyncEnumerable<ReduceResponse> Answer(ReduceRequest request, CancellationToken cancellation)
    {
        var options = OptionsOf(request);
        var scope = scopes.Resolve(new ScopeRequest(request.Vehicles, request.Signals, request.Span, request.Run));
        // Asking for all signals means all that have numbers.
        var numeric = scope.Series.Where(series => series.Type != Telemetry.SignalType.Text).ToArray();
        if (request.Signals.Count > 0 && numeric.Length < scope.Series.Count)
            throw Refusal.Invalid("signals", $"'{scope.Series.First(series => series.Type == Telemetry.SignalType.Text).Name}' is text, which is not plotted");
        return workers.InOrderAsync(numeric, (series, stop) => ReduceAsync(series, scope.Range, options, stop), cancellation);
    }

    private async IAsyncEnumerable<ReduceResponse> ReduceAsync(
        Series series, TimeRange range, ReductionOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reduction = await PlotReduction.ReduceAsync(store, series, range, options, cancellation, new TimeSlice(clock).GiveWayAsync);
        if (reduction.Count > 0)
            yield return ToResponse(series, reduction);
    }

    private static ReductionOptions OptionsOf(ReduceRequest request)
    {
        if (request.Maximum != 0 && request.Maximum is < PlotReduction.LeastMaximum or > PlotReduction.MostMaximum)
            throw Refusal.Invalid("maximum", $"maximum is {request.Maximum}, not {PlotReduction.LeastMaximum} to {PlotReduction.MostMaximum}");
        return new ReductionOptions(
            request.Maximum == 0 ? DefaultMaximum : (int)request.Maximum,
            request.Method switch
            {
                ReductionMethod.Unspecified or ReductionMethod.MinMax => Storage.Reading.ReductionMethod.MinMax,
                ReductionMethod.Lttb => Storage.Reading.ReductionMethod.LargestTriangles,
                _ => throw Refusal.Invalid("method", $"there is no reduction method {(int)request.Method}"),
            },
            request.GapNanos);
    }

    private static ReduceResponse ToResponse(Series series, Reduction reduction)
    {
        var response = new ReduceResponse
        {
            Vehicle = series.Vehicle.Name.ToString(), Signal = series.Name, Count = (ulong)reduction.Count,
        };
        if (reduction.Samples is { Count: > 0 } samples)
            response.Samples = ToProto(samples);
        else if (reduction.Stretches.Count > 0)
            response.Stretches = ToProto(reduction.Stretches);
        response.Gaps.AddRange(reduction.Gaps.Select(gap => new V1.TimeSpan { From = gap.From, To = gap.To }));
        return response;
    }

    private static PlotSamples ToProto(Samples samples)
    {
        var baseTime = samples.Times.Span[0];
        return new PlotSamples
        {
            BaseTime = baseTime,
            Times = PlainColumns.ToTimeBase(samples.Times.Span, baseTime),
            Column = PlainColumns.ToColumn(samples.Values, 0),
        };
    }

    private static PlotStretches ToProto(IReadOnlyList<SampleStretch> stretches)
    {
        var columns = new PlotStretches();
        foreach (var stretch in stretches)
        {
            columns.From.Add(stretch.First);
            columns.To.Add(stretch.Last);
            columns.Counts.Add((ulong)stretch.Count);
            columns.Min.Add(stretch.Min);
            columns.Max.Add(stretch.Max);
            columns.First.Add(stretch.FirstValue);
            columns.Last.Add(stretch.LastValue);
        }
        return columns;
    }
}
