using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Asc;
using AutoValley.Edge.Sources.Can.Blf;
using AutoValley.Edge.Sources.Can.Csv;
using AutoValley.Edge.Sources.Can.Mf4;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

/// <summary>Real logs, cut off and with wrong bytes: what can be read is, or one error says where, and nothing else happens.</summary>
public sealed class BrokenLogTests
{
    [SharedDataTheory("can")]
    [InlineData("can/rav4-comma2k19/formats/first2s.asc")]
    [InlineData("can/rav4-comma2k19/formats/first2s.blf")]
    [InlineData("can/rav4-comma2k19/formats/first2s.csv")]
    [InlineData("can/truck-j1939-11111111/truck.mf4")]
    [InlineData("can/car-obd-gnss-3BA199E2/drive_part2.mf4")]
    public void Read_ManyMutations_EndsOrSaysWhere(string file)
    {
        var whole = File.ReadAllBytes(SharedData.PathOf(file));
        var random = new Random(7);
        // Of long files the beginning, where most of the structure is.
        var kept = Math.Min(whole.Length, 60_000);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var bytes = whole[..(attempt % 3 == 0 ? random.Next(kept) : kept)];
            for (var change = random.Next(8); change > 0 && bytes.Length > 0; change--)
                bytes[random.Next(Math.Min(bytes.Length, attempt % 2 == 0 ? 8_000 : kept))] = (byte)random.Next(256);
            try
            {
                using var log = Open(file, bytes);
                while (log.Read())
                    Assert.InRange(log.Frame.Length, 0, CanFrame.MaximumDataBytes);
            }
            catch (SourceException error)
            {
                Assert.StartsWith("log", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static ICanLog Open(string file, byte[] bytes) => Path.GetExtension(file) switch
    {
        ".asc" => AscReader.Over("log", new MemoryStream(bytes)),
        ".blf" => BlfReader.Over("log", new MemoryStream(bytes)),
        ".csv" => CsvReader.Over("log", new MemoryStream(bytes)),
        _ => Mf4Reader.Over("log", new MemoryStream(bytes)),
    };
}
