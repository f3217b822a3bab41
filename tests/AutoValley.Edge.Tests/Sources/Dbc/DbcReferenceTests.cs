using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Dbc;

/// <summary>The parser and decoder against cantools: 52 files, their facts, and 2,700 decoded CAN frames.</summary>
public sealed class DbcReferenceTests
{
    private const string Folder = "can/dbc";

    [SharedDataFact(Folder)]
    public void Load_EveryFileOfTheCorpus_HasTheReferencesCountsOrIsRefused()
    {
        var rows = File.ReadLines(SharedData.PathOf($"{Folder}/facts.csv")).Skip(1).Select(line => line.Split(',', 8)).ToList();
        Assert.Equal(52, rows.Count);
        var refused = new List<string>();
        foreach (var row in rows)
        {
            try
            {
                Assert.Equal(string.Join(',', row[2..7]), Facts(DbcFile.Load(SharedData.PathOf($"{Folder}/{row[0]}"))));
                Assert.DoesNotContain("load_error", row[7], StringComparison.Ordinal);
            }
            catch (DbcException)
            {
                Assert.Contains("load_error", row[7], StringComparison.Ordinal);
                refused.Add(row[0]);
            }
        }
        Assert.Equal(4, refused.Count);
    }

    [SharedDataFact(Folder)]
    public void Load_RefusedFile_NamesFileLineAndRule()
    {
        Refused("cantools__variable_dlc.dbc", 17, "VFrameFormat has to be an ENUM that names the frame formats, found 'INT'");
        Refused("cantools__vframeformat_int.dbc", 12, "VFrameFormat has to be an ENUM that names the frame formats, found 'INT'");
        Refused("opendbc__mazda_2017.dbc", 273, "a message name expected, found the number 2017: a name cannot begin with a digit");
        Refused("opendbc__toyota_2017_ref_pt.dbc", 387, "the standard id 0x40140639 of message 'BDB1F01_14' has more than 11 bits");
    }

    [SharedDataFact(Folder)]
    public void Decode_EveryVector_AgreesInRawAndPhysicalValues()
    {
        var files = new Dictionary<string, DbcFile>();
        var vectors = 0;
        foreach (var vector in Vectors())
        {
            var name = vector.GetProperty("dbc").GetString()!;
            if (!files.TryGetValue(name, out var file))
                files.Add(name, file = DbcFile.Load(SharedData.PathOf($"{Folder}/{name}")));
            AssertAgrees(file, vector);
            vectors++;
        }
        Assert.Equal(2_700, vectors);
    }

    private static void AssertAgrees(DbcFile file, JsonElement vector)
    {
        var where = vector.GetRawText();
        var message = file.Messages.Single(message => message.Id == vector.GetProperty("id").GetUInt32()
            && message.IsExtended == vector.GetProperty("ext").GetBoolean() && message.Name == vector.GetProperty("msg").GetString());
        var data = Convert.FromHexString(vector.GetProperty("data").GetString()!);
        var padded = new byte[data.Length + BitField.Padding];
        data.CopyTo(padded, 0);
        Random.Shared.NextBytes(padded.AsSpan(data.Length));
        var carried = new List<SignalSet>();

        Assert.True(new MessageDecoder(message).Find(padded, data.Length, carried), where);

        var signals = carried.SelectMany(set => set.Signals).ToDictionary(signal => signal.Signal.Name);
        var (raw, physical) = (vector.GetProperty("raw"), vector.GetProperty("phys"));
        Assert.Equal(raw.EnumerateObject().Select(value => value.Name).Order(), signals.Keys.Order());
        foreach (var (name, signal) in signals)
        {
            Assert.True(data.Length >= signal.Signal.EndByte, where);
            Assert.True(RawAgrees(signal, signal.Raw(padded), raw.GetProperty(name)), $"raw {name} in {where}");
            Assert.True(PhysicalAgrees(signal.Physical(padded), physical.GetProperty(name)), $"{name} = {signal.Physical(padded)} in {where}");
        }
    }

    private static bool RawAgrees(SignalDecoder signal, ulong raw, JsonElement expected)
    {
        if (!signal.Signal.IsFloat)
            return expected.GetRawText() == (signal.Signal.IsSigned ? ((long)raw).ToString(CultureInfo.InvariantCulture) : raw.ToString(CultureInfo.InvariantCulture));
        var value = signal.Signal.Length switch
        {
            16 => (double)BitConverter.UInt16BitsToHalf((ushort)raw),
            32 => BitConverter.UInt32BitsToSingle((uint)raw),
            _ => BitConverter.UInt64BitsToDouble(raw),
        };
        return value.Equals(Number(expected));
    }

    private static bool PhysicalAgrees(SampleValue value, JsonElement expected) => value.Type == SignalType.Integer
        ? expected.GetRawText().Contains('.', StringComparison.Ordinal) ? value.Integer == expected.GetDouble() : value.Integer == expected.GetInt64()
        : value.Double.Equals(Number(expected));

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!.Replace("nan", "NaN", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static string Facts(DbcFile file)
    {
        var signals = file.Messages.SelectMany(message => message.Signals).ToList();
        var multiplexed = file.Messages.Count(message => message.Signals.Any(signal => signal.IsMultiplexer));
        return $"{file.Messages.Count},{signals.Count},{multiplexed},{file.Messages.Count(message => message.IsExtended)},{signals.Count(signal => signal.IsSigned)}";
    }

    private static void Refused(string name, int line, string reason)
    {
        var path = SharedData.PathOf($"{Folder}/{name}");
        var exception = Assert.Throws<DbcException>(() => DbcFile.Load(path));
        Assert.Equal((path, line, reason), (exception.File, exception.Line, exception.Reason));
        Assert.Equal($"{path}:{line}: {reason}", exception.Message);
    }

    private static IEnumerable<JsonElement> Vectors()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf($"{Folder}/decode_vectors_cantools.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonDocument.Parse(line).RootElement;
    }
}
