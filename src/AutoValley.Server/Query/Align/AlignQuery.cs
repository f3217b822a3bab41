using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Query.Align;

/// <summary>Answers QueryService.Align: rows of several series, a slice of them in memory at a time.</summary>
internal sealed class AlignQuery(ISampleStore store, QueryScopes scopes, QueryWorkers workers, QueryOptions options, TimeProvider clock)
{
    private const int MaximumRows = 8_192;
    private const int MaximumValues = 128 << 10;
    private const int MaximumTextBytes = 1 << 20;

    /// <summary>Checks the request at once; reads when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Align lists.</exception>
    public IAsyncEnumerable<AlignResponse> Answer(AlignRequest request, CancellationToken cancellation)
    {
        var method = request.Method == AlignMethod.Unspecified ? AlignMethod.Previous : request.Method;
        if (!Enum.IsDefined(method))
            throw Refusal.Invalid("method", "method must be known");
        var scope = scopes.Resolve(ScopeRequest.Of(request));
        scope = scope with { Series = AlignableOf(scope.Series, method, isNamed: request.Signals.Count > 0) };
        if (scope.Series.Count > options.MaximumAlignedSignals)
        {
            throw Refusal.OverLimit(
                "Query:MaximumAlignedSignals", $"{scope.Series.Count} columns are more than {options.MaximumAlignedSignals} a call");
        }
        var clockRows = RowsOf(request, scope, Math.Clamp(MaximumValues / Math.Max(1, scope.Series.Count), 1, MaximumRows), cancellation);
        return AlignAsync(clockRows, scope, method, request.MaximumAgeNanos, cancellation);
    }

    private IAsyncEnumerable<ReadOnlyMemory<long>> RowsOf(AlignRequest request, QueryScope scope, int size, CancellationToken cancellation)
    {
        if (request.ClockCase == AlignRequest.ClockOneofCase.ClockSignal)
            return RowClock.Of(store, FindClock(request.ClockSignal, scope), scope.Range, size, cancellation);
        if (request.ClockCase == AlignRequest.ClockOneofCase.None || request.EveryNanos is 0 or > long.MaxValue)
            throw Refusal.Invalid("clock", "name a clock: every_nanos longer than 0, or clock_signal");
        var grid = new BucketGrid((long)request.EveryNanos);
        return grid.CountIn(scope.Range) <= options.MaximumAlignedRows + 1L ? RowClock.Grid(grid, scope.Range, size) : throw TooManyRows();
    }

    private Series FindClock(ClockSignal named, QueryScope scope)
    {
        var vehicle = named.Vehicle.Length > 0 ? scopes.FindVehicle(named.Vehicle)
            : scope.Series.Count > 0 ? scope.Series[0].Vehicle
            : throw Refusal.NotFound("vehicle", "", "no signal to align, and no vehicle of the clock signal");
        // Where its type changed, the times of its newest type.
        return scopes.FindSeries(vehicle, [named.Signal]).Last();
    }

    private async IAsyncEnumerable<AlignResponse> AlignAsync(
        IAsyncEnumerable<ReadOnlyMemory<long>> slices, QueryScope scope, AlignMethod method, ulong maximumAge,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = Widen(scope.Range, method, maximumAge);
        var columns = scope.Series.Select(series => new AlignedSeries(
            series, Aligner.Of(series.Type, method, maximumAge), Read(series, range, cancellation))).ToArray();
        try
        {
            var left = options.MaximumAlignedRows;
            await foreach (var rows in slices.WithCancellation(cancellation))
            {
                if ((left -= rows.Length) < 0)
                    throw TooManyRows();
                await workers.ForEachAsync(columns, (column, _) => column.FillAsync(rows, new TimeSlice(clock)), cancellation);
                foreach (var response in ToResponses(columns, rows, 0, rows.Length))
                    yield return response;
            }
        }
        finally
        {
            foreach (var column in columns)
                await column.DisposeAsync();
        }
    }

    private IAsyncEnumerator<Samples> Read(Series series, TimeRange range, CancellationToken cancellation) =>
        store.ReadAsync(series, range, cancellation).GetAsyncEnumerator(cancellation);

    // One, unless its texts are too long for one.
    private static IEnumerable<AlignResponse> ToResponses(AlignedSeries[] columns, ReadOnlyMemory<long> rows, int from, int to)
    {
        if (to - from > 1 && columns.Sum(column => column.TextBytes(from, to)) > MaximumTextBytes)
        {
            var middle = from + ((to - from) / 2);
            return ToResponses(columns, rows, from, middle).Concat(ToResponses(columns, rows, middle, to));
        }
        var times = rows.Span[from..to];
        var response = new AlignResponse { BaseTime = times[0], Times = PlainColumns.ToTimeBase(times, times[0]) };
        response.Columns.Add(columns.Select(column => column.ToColumn(from, to)));
        return [response];
    }

    // Samples outside the span count as far as they may be from a row.
    private static TimeRange Widen(TimeRange range, AlignMethod method, ulong maximumAge)
    {
        if (method == AlignMethod.None || range.IsEmpty)
            return range;
        var from = Int128.Max((Int128)range.From - maximumAge, long.MinValue);
        var to = method == AlignMethod.Previous ? range.To : Int128.Min((Int128)range.To + maximumAge, long.MaxValue);
        return new TimeRange((long)from, (long)to);
    }

    private static Series[] AlignableOf(IReadOnlyList<Series> all, AlignMethod method, bool isNamed)
    {
        if (method != AlignMethod.Linear)
            return [.. all];
        var numeric = all.Where(series => series.Type is SignalType.Double or SignalType.Integer).ToArray();
        if (!isNamed || numeric.Length == all.Count)
            return numeric;
        var other = all.First(series => series.Type is not (SignalType.Double or SignalType.Integer));
        throw Refusal.Invalid("signals", $"'{other.Name}' is {(other.Type == SignalType.Text ? "text" : "boolean")} and has nothing between samples");
    }

    private RpcException TooManyRows() =>
        Refusal.OverLimit("Query:MaximumAlignedRows", $"more than {options.MaximumAlignedRows} rows a call");
}
