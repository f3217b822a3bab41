using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Server.Refusals;
using AutoValley.Telemetry;
using Grpc.Core;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Answers statements one after the other, as they are read: an answer of any length takes little memory.</summary>
internal sealed class QueryAnswer(
    InfluxModel model, SelectQuery select, ShowQuery show, QueryWorkers workers, QueryOptions options, InfluxCounters counters, TimeProvider clock)
{
    private const int FlushBytes = 64 << 10;

    // Databases that were made and that nobody wrote to yet; forgotten with the server's end.
    private const int MaximumMade = 1_000;
    private readonly ConcurrentDictionary<string, bool> made = new();

    /// <summary>Writes the whole answer.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="statements">Of it.</param>
    /// <param name="output">Gets JSON.</param>
    /// <param name="turn">Of this query; it waits for the client.</param>
    public async Task WriteAsync(QueryRequest request, IReadOnlyList<QlStatement> statements, PipeWriter output, QueryTurn turn)
    {
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = request.IsPretty, IndentSize = request.IsPretty ? 4 : 0, SkipValidation = true });
        await using (json.ConfigureAwait(false))
        {
            IResults results = request.ChunkRows is { } rows ? new ChunkedResults(json, output, request.Epoch, rows) : new WholeResults(json, request.Epoch);
            for (var index = 0; index < statements.Count; index++)
            {
                results.Begin(index);
                var error = await WriteAsync(request, statements[index], results, (json, output, turn));
                counters.AddStatement(error is null);
                results.End(error);
            }
            results.Close();
        }
        output.Write("\n"u8);
        await turn.WaitAsync(output.FlushAsync(turn.Cancellation).AsTask());
    }

    private async Task<string?> WriteAsync(
        QueryRequest request, QlStatement statement, IResults results, (Utf8JsonWriter Json, PipeWriter Output, QueryTurn Turn) to)
    {
        try
        {
            var plans = Plan(request, statement);
            var answered = workers.InOrderAsync(plans, ReadAsync, to.Turn.Cancellation);
            var left = options.MaximumSamples == 0 ? long.MaxValue : options.MaximumSamples;
            await foreach (var (plan, rows) in answered.WithCancellation(to.Turn.Cancellation))
            {
                if ((left -= rows.Count) < 0)
                    return $"more than {options.MaximumSamples} rows a statement (Query:MaximumSamples)";
                results.Add(plan, rows);
                if (to.Json.BytesPending + to.Output.UnflushedBytes < FlushBytes)
                    continue;
                await to.Json.FlushAsync(to.Turn.Cancellation);
                await to.Turn.WaitAsync(to.Output.FlushAsync(to.Turn.Cancellation).AsTask());
            }
            return null;
        }
        catch (Exception failure) when (failure is QlException || (failure is IOException reason && Refusal.IsUnread(reason)))
        {
            return failure.Message;
        }
        catch (RpcException limit)
        {
            return limit.Status.Detail;
        }
    }

    private IReadOnlyList<SeriesPlan> Plan(QueryRequest request, QlStatement statement)
    {
        switch (statement)
        {
            case QlStatement.CreateDatabase create:
                if (made.Count < MaximumMade)
                    made[create.Name] = true;
                return [];
            case QlStatement.Show { What: QlShown.Databases } databases:
                return show.Plan(databases, "");
            case QlStatement.Show shown:
                CheckSources(shown.Sources.Select(source => source.Database).Append(shown.Database), request);
                return show.Plan(shown, Check(shown.Database ?? request.Database));
            case QlStatement.Select selected:
                CheckSources(selected.Sources.Select(source => source.Database), request);
                return select.Plan(selected, selected.Sources.All(source => source.Database is not null) ? "" : Check(request.Database), UnixTime.Now(clock));
            default:
                throw new ArgumentException($"no answer to {statement.GetType().Name}", nameof(statement));
        }
    }

    // Who is let to one database by something before this server shall not come to another one through it.
    private void CheckSources(IEnumerable<string?> databases, QueryRequest request)
    {
        if (request.Database.Length > 0 && request.Database != model.AllDatabase
            && databases.FirstOrDefault(one => one is not null && one != request.Database) is { } other)
            throw new QlException($"database '{other}' is not read through '{request.Database}'; all are through '{model.AllDatabase}', or without db");
    }

    private string Check(string database)
    {
        if (database.Length == 0)
            throw new QlException("database name required");
        return model.HasDatabase(database) || made.ContainsKey(database) ? database : throw new QlException($"database not found: {database}");
    }

    private static async IAsyncEnumerable<(SeriesPlan Plan, IReadOnlyList<QlRow> Rows)> ReadAsync(SeriesPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var rows in plan.Rows(cancellation))
            yield return (plan, rows);
    }
}
