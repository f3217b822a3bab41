using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoValley.Telemetry.LineProtocol;
using AutoValley.Testing;

namespace AutoValley.Telemetry.Tests.LineProtocol;

/// <summary>What InfluxData's reference encoders write, over the corpus of influxdata/line-protocol.</summary>
public sealed partial class EncodeCorpusTests
{
    private const string Corpus = "lineprotocol/corpus.json.gz";

    [SharedDataFact(Corpus)]
    public async Task Write_EachCase_GivesTheReferencesLine()
    {
        await using var file = new GZipStream(File.OpenRead(SharedData.PathOf(Corpus)), CompressionMode.Decompress);
        using var corpus = await JsonDocument.ParseAsync(file);
        var cases = corpus.RootElement.GetProperty("encode").EnumerateObject().Select(one => one.Value).ToArray();
        Assert.Equal(51, cases.Length);
        foreach (var one in cases)
        {
            var point = one.GetProperty("input").GetProperty("point");
            if (one.GetProperty("output").TryGetProperty("result", out var result))
                Assert.Equal(Normal(result.GetString()!), Normal(Line(point)));
            else
                Assert.Throws<ArgumentException>(() => Line(point));
        }
    }

    private static string Line(JsonElement point)
    {
        var writer = new LineProtocolWriter();
        writer.BeginLine(LineEscapes.SeriesKey(
            point.GetProperty("name").GetString()!,
            [.. point.GetProperty("tags").EnumerateArray().Select(tag => (tag.GetProperty("key").GetString()!, tag.GetProperty("value").GetString()!))]));
        foreach (var field in point.GetProperty("fields").EnumerateArray())
        {
            var key = LineEscapes.FieldKey(field.GetProperty("key").GetString()!);
            var value = field.GetProperty("value").EnumerateObject().Single();
            switch (value.Name)
            {
                case "float":
                    writer.Add(key, value.Value.GetDouble());
                    break;
                case "int":
                    writer.Add(key, value.Value.GetInt64());
                    break;
                case "bool":
                    writer.Add(key, value.Value.GetBoolean());
                    break;
                default:
                    writer.Add(key, value.Value.GetString());
                    break;
            }
        }
        writer.EndLine(point.GetProperty("time").GetInt64());
        return Encoding.UTF8.GetString(writer.Written.Span).TrimEnd('\n');
    }

    // How a double is written is each writer's choice (6632243 or 6.632243e+06); which double it is, is not.
    private static string Normal(string line) => Double().Replace(
        line, found => BitConverter.DoubleToInt64Bits(double.Parse(found.Value, CultureInfo.InvariantCulture)).ToString("x", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?<==)-?\d+(\.\d+)?([eE][+-]?\d+)?(?=[, ])")]
    private static partial Regex Double();
}
