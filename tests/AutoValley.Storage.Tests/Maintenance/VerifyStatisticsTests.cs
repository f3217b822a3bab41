using System.Buffers;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>Statistics that are other than their values, with check sums that fit: only computing them again shows it.</summary>
public sealed class VerifyStatisticsTests : IAsyncLifetime
{
    private const string FirstDay = "telemetry-1970-01-01.db";

    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 20 });

    public async Task InitializeAsync()
    {
        long[] times = [.. Enumerable.Range(0, 4_000).Select(index => (long)index)];
        await test.Store.AppendAllAsync(TestVehicle.Batch(
            test.Vehicle.NewSession(), 1, (TestVehicle.Speed, times, Values.Of(times.Select(time => Math.Sqrt(time)).ToArray())),
            (TestVehicle.Gear, times, Values.Of(times.Select(time => time % 7).ToArray()))));
        await test.Store.SealAsync(default);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Theory]
    [InlineData("nothing")]
    [InlineData("Numbers")]
    [InlineData("Min")]
    [InlineData("Max")]
    [InlineData("Sum")]
    [InlineData("First")]
    [InlineData("Last")]
    [InlineData("SquaredDeviations")]
    public async Task Verify_SummaryOfAChunk_IsComputedAgain(string field)
    {
        await ChangeAsync((row, connection) => row with { Summary = Changed(row.Summary, field) });
        await AssertFoundAsync(isFound: field != "nothing");
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("Numbers")]
    [InlineData("Min")]
    [InlineData("Max")]
    [InlineData("Sum")]
    [InlineData("First")]
    [InlineData("Last")]
    [InlineData("SquaredDeviations")]
    public async Task Verify_StatisticsOfAVector_AreComputedAgain(string field)
    {
        await ChangeAsync((row, connection) => WithVector(row, connection, vector => Changed(vector, field)));
        await AssertFoundAsync(isFound: field != "nothing");
    }

    private static ColumnSummary Changed(ColumnSummary summary, string field) => field switch
    {
        "Numbers" => summary with { Numbers = summary.Numbers - 1 },
        "Min" => summary with { Min = summary.Min - 0.5 },
        "Max" => summary with { Max = summary.Max + 0.5 },
        "Sum" => summary with { Sum = summary.Sum + 0.5 },
        "First" => summary with { First = summary.First + 0.5 },
        "Last" => summary with { Last = summary.Last - 0.5 },
        "SquaredDeviations" => summary with { SquaredDeviations = summary.SquaredDeviations + 0.5 },
        _ => summary,
    };

    // The chunk's bytes again, behind all others of the row, with the second of its vectors changed.
    private static ChunkRow WithVector(ChunkRow row, SqliteConnection connection, Func<ColumnSummary, ColumnSummary> change)
    {
        var parts = connection.Rows($"SELECT parts FROM body WHERE id = {row.BodyRow}", one => one.GetFieldValue<byte[]>(0)).Single();
        var vectors = StatisticsFormat.ReadVectors(parts.AsSpan(row.Body.Start, row.Body.Statistics), row.Count);
        vectors[1] = change(vectors[1]);
        var output = new ArrayBufferWriter<byte>();
        StatisticsFormat.WriteVectors(vectors, output);
        var statistics = output.WrittenCount;
        output.Write(parts.AsSpan(row.Body.Start + row.Body.Statistics, row.Body.Content));
        using var update = connection.Prepare("UPDATE body SET parts = $1 WHERE id = $2", 2);
        update.With(parts.Concat(output.WrittenSpan.ToArray()).ToArray(), row.BodyRow).ExecuteNonQuery();
        return row with { Body = new BodyPlace(parts.Length, statistics, row.Body.Content, (int)Crc32C.Compute(output.WrittenSpan)) };
    }

    /// <summary>Changes the row of the speed's chunk; its check sum fits.</summary>
    private async Task ChangeAsync(Func<ChunkRow, SqliteConnection, ChunkRow> change)
    {
        var speed = test.Speed.Id;
        await test.CloseAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(test.Folder, FirstDay)};Pooling=False"))
        {
            connection.Open();
            var row = connection.Rows($"SELECT {ChunkTable.Columns} FROM chunk WHERE series = {speed}", ChunkTable.Read).Single().Row!;
            var changed = change(row, connection);
            using var update = connection.Prepare("UPDATE chunk SET start = $1, statistics = $2, checksum = $3, summary = $4 WHERE series = $5", 5);
            update.With(changed.Body.Start, changed.Body.Statistics, changed.Body.Checksum, changed.WriteSummary(), speed).ExecuteNonQuery();
        }
        test.Open();
    }

    private async Task AssertFoundAsync(bool isFound)
    {
        var findings = (await test.Store.Maintenance.VerifyAsync(default).ToListAsync()).Select(step => step.Finding).OfType<Finding>().ToArray();
        Assert.Equal(isFound ? [(test.Speed, "its statistics are other than its values")] : [], findings.Select(finding => (finding.Series!, finding.Reason)));
    }
}
