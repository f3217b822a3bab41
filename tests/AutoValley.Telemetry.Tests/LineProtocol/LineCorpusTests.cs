using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AutoValley.Telemetry.LineProtocol;
using AutoValley.Testing;

namespace AutoValley.Telemetry.Tests.LineProtocol;

/// <summary>The cases that InfluxData's own decoder is tested with, without an exception.</summary>
public sealed class LineCorpusTests
{
    private const string Corpus = "lineprotocol/corpus.json.gz";

    [SharedDataFact(Corpus)]
    public void Read_EachCaseOfTheCorpus_GivesWhatTheReferenceGives()
    {
        using var file = new GZipStream(File.OpenRead(SharedData.PathOf(Corpus)), CompressionMode.Decompress);
        using var corpus = JsonDocument.Parse(file);
        var cases = corpus.RootElement.GetProperty("decode").EnumerateObject().ToArray();
        Assert.Equal(3_360, cases.Length);
        var wrong = cases.Where(one => !IsRight(one.Value)).Select(one => one.Name).ToArray();
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {cases.Length} differ, among them {string.Join(", ", wrong.Take(10))}");
    }

    private static bool IsRight(JsonElement one)
    {
        var (input, output) = (one.GetProperty("input"), one.GetProperty("output"));
        Assert.True(LinePrecision.TryParse(input.GetProperty("precision").GetString()![1..], out var precision));
        var (lines, fault) = ReadLine.ReadAll(BytesOf(input.GetProperty("text")), precision, input.GetProperty("defaultTime").GetInt64());
        if (output.TryGetProperty("error", out _))
            return fault != LineFault.None;
        var expected = output.GetProperty("result").EnumerateArray().Select(LineOf).ToArray();
        return fault == LineFault.None && lines.Select(Show).SequenceEqual(expected.Select(Show));
    }

    private static ReadLine LineOf(JsonElement line) => new(
        TextOf(line.GetProperty("name")),
        [.. line.GetProperty("tags").EnumerateArray().Select(tag => (TextOf(tag.GetProperty("key")), TextOf(tag.GetProperty("value"))))],
        [.. line.GetProperty("fields").EnumerateArray().Select(field => (TextOf(field.GetProperty("key")), ValueOf(field.GetProperty("value"))))],
        line.GetProperty("time").GetInt64());

    private static object ValueOf(JsonElement value)
    {
        var one = value.EnumerateObject().Single();
        return one.Name switch
        {
            "float" => one.Value.GetDouble(),
            "int" => one.Value.GetInt64(),
            "uint" => one.Value.GetUInt64(),
            "bool" => one.Value.GetBoolean(),
            "string" => TextOf(one.Value),
            _ => throw new InvalidDataException($"a value of kind {one.Name}"),
        };
    }

    // What is no UTF-8 is written in base 64.
    private static byte[] BytesOf(JsonElement text) =>
        text.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(text.GetString()!) : text.GetProperty("binary").GetBytesFromBase64();

    private static string TextOf(JsonElement text) => Encoding.UTF8.GetString(BytesOf(text));

    // The corpus, being JSON, has no sign for zero.
    private static object WithoutSign(object value) => value is 0.0 ? 0.0 : value;

    private static string Show(ReadLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Measurement}|{string.Join(',', line.Tags)}|{string.Join(',', line.Fields.Select(field => (field.Name, field.Value.GetType(), WithoutSign(field.Value))))}|{line.Time}");
}
