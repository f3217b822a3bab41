using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Query;

/// <summary>Writes answers as they come, one response in memory at a time.</summary>
/// <param name="server">Answers.</param>
/// <param name="rows">Time, vehicle, signal and value or statistics.</param>
/// <param name="progress">Is told of every response.</param>
/// <param name="limit">Rows a signal at most; 0 for all.</param>
/// <param name="gap">Nanoseconds without a sample that get a row of their own; 0 for none.</param>
internal sealed class QueryAnswer(Connection server, IRows rows, Progress progress, ulong limit, ulong gap)
{
    /// <summary>Writes raw samples.</summary>
    public async Task ReadAsync(SelectionPart part)
    {
        using var call = server.Query.Read(part.ToRead(limit, gap), server.Streaming);
        await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            var column = PlainColumn.Read(response.Signal, response.Times, response.BaseTime, response.Column);
            var nextGap = 0;
            for (var i = 0; i < column.Times.Length; i++)
            {
                // Its row stands a nanosecond after the last sample, so that times stay in order and a plot breaks there.
                if (nextGap < response.Gaps.Count && response.Gaps[nextGap].To == column.Times[i])
                    rows.Write(Cell.Time(response.Gaps[nextGap++].From + 1), response.Vehicle, response.Signal, default);
                rows.Write(Cell.Time(column.Times[i]), response.Vehicle, response.Signal, column[i]);
            }
            progress.Add(column.Times.Length, response.Signal);
        }
    }

    /// <summary>Writes buckets.</summary>
    public async Task AggregateAsync(SelectionPart part, Reduction reduction)
    {
        using var call = server.Query.Aggregate(part.ToAggregate(reduction), server.Streaming);
        var (vehicle, signal, left) = ("", "", 0UL);
        await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            if (response.Signal != signal || response.Vehicle != vehicle)
                (vehicle, signal, left) = (response.Vehicle, response.Signal, limit == 0 ? ulong.MaxValue : limit);
            var count = (int)Math.Min((ulong)response.Starts.Count, left);
            WriteBuckets(response, count, reduction.Statistics);
            left -= (ulong)count;
            progress.Add(count, signal);
        }
    }

    private void WriteBuckets(AggregateResponse response, int count, Statistics statistics)
    {
        var columns = statistics.ColumnsOf(response)
            ?? throw CommandException.Failed($"the server sent other statistics of {response.Signal} than it was asked for");
        var cells = new Cell[3 + columns.Count];
        (cells[1], cells[2]) = (response.Vehicle, response.Signal);
        for (var i = 0; i < count; i++)
        {
            cells[0] = Cell.Time(response.Starts[i]);
            for (var column = 0; column < columns.Count; column++)
                cells[3 + column] = columns[column][i];
            rows.Write(cells);
        }
    }
}
