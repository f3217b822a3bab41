using System.Buffers;
using AutoValley.Storage.Maintenance;
using AutoValley.Storage.Reading;
using AutoValley.Storage.Sqlite;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Maintenance;

/// <summary>Times that are other than they should be, with check sums that fit: only comparing them shows it.</summary>
public sealed class VerifyTimesTests : IAsyncLifetime
{
    private const long Day = UnixTime.NanosPerDay;
    private const string FirstDay = "telemetry-1970-01-01.db";

    private readonly TestStore test = new(options: options => options with { SegmentBytes = 1 << 20 });
    private readonly long[] times = [.. Enumerable.Range(0, 4_000).Select(index => 2L * index)];

    public async Task InitializeAsync()
    {
        await test.Store.AppendAllAsync(TestVehicle.Speeds(test.Vehicle.NewSession(), 1, times));
        await test.Store.SealAsync(default);
    }

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Theory]
    [InlineData(5, 0, "")]
    [InlineData(PieceColumns.VectorLength, 1, "its times are not in order")]
    [InlineData(PieceColumns.VectorLength - 1, 1, "its times are not in order")]
    public async Task Verify_BoundsOfAVector_AreComparedWithItsTimes(int index, long change, string expected)
    {
        long[] bounded = [.. times];
        bounded[index] += change;
        await ChangeAsync(times, bounded, row => row);
        await AssertFoundAsync(expected);
    }

    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(1, 0, "its times are other than its row says")]
    [InlineData(0, -1, "its times are other than its row says")]
    public async Task Verify_FirstAndLastOfARow_AreComparedWithItsTimes(long first, long last, string expected)
    {
        await ChangeAsync(times, times, row => row with { First = row.First + first, Last = row.Last + last });
        await AssertFoundAsync(expected);
    }

    [Fact]
    public async Task Verify_TimesWithinAVector_AreInOrder()
    {
        long[] swapped = [.. times];
        (swapped[5], swapped[6]) = (swapped[6], swapped[5]);
        await ChangeAsync(swapped, times, row => row);
        await AssertFoundAsync("its times are not in order");
    }

    [Fact]
    public async Task Verify_SessionOfAnotherVehicle_IsFound()
    {
        var other = new TestVehicle(test.Catalogue, "avl/shuttle-2").NewSession().Id;
        await ChangeAsync(times, times, row => row with { Rank = row.Rank with { Session = other } });
        await AssertFoundAsync($"session {other} is none of the vehicle");
    }

    [Fact]
    public async Task Verify_ChunkThatEndsInTheNextDay_IsFound()
    {
        long[] longer = [.. times[..^1], Day];
        await ChangeAsync(longer, longer, row => row with { Last = Day });
        await AssertFoundAsync("its times are of another day");
    }

    [Fact]
    public async Task Verify_ChunkInTheFileOfAnotherDay_IsFound()
    {
        await test.CloseAsync();
        File.Copy(Path.Combine(test.Folder, FirstDay), Path.Combine(test.Folder, "telemetry-1970-01-03.db"));
        test.Open();
        await AssertFoundAsync("its times are of another day", "telemetry-1970-01-03.db");
    }

    /// <summary>Gives the chunk other times, other bounds of its vectors and another row; the check sums fit.</summary>
    private async Task ChangeAsync(long[] times, long[] bounded, Func<ChunkRow, ChunkRow> change)
    {
        await test.CloseAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(test.Folder, FirstDay)};Pooling=False"))
        {
            connection.Open();
            var changed = change(connection.Rows($"SELECT {ChunkTable.Columns} FROM chunk", ChunkTable.Read).Single().Row!);
            var bounds = TimesBytes.Of(bounded, new ArrayBufferWriter<byte>()).Bounds;
            var column = TimesBytes.Of(times, new ArrayBufferWriter<byte>()).Column;
            using var updateTimes = connection.Prepare("UPDATE times SET checksum = $1, bounds = $2, times = $3", 3);
            Assert.Equal(1, updateTimes.With((int)Crc32C.Compute(column, Crc32C.Compute(bounds)), bounds, column).ExecuteNonQuery());
            using var updateRow = connection.Prepare("UPDATE chunk SET first = $1, last = $2, session = $3, summary = $4", 4);
            Assert.Equal(1, updateRow.With(changed.First, changed.Last, changed.Rank.Session, changed.WriteSummary()).ExecuteNonQuery());
        }
        test.Open();
    }

    private async Task AssertFoundAsync(string expected, string file = FirstDay)
    {
        var findings = (await test.Store.Maintenance.VerifyAsync(default).ToListAsync()).Select(step => step.Finding).OfType<Finding>();
        Assert.Equal(expected.Length == 0 ? [] : [(file, test.Speed, expected)], findings.Select(finding => (finding.File, finding.Series!, finding.Reason)));
    }
}
