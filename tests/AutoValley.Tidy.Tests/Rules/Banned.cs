using System.Text.RegularExpressions;
using AutoValley.Tidy.Tests.Scanning;

namespace AutoValley.Tidy.Tests.Rules;

/// <summary>What code of src and edge may not do or say.</summary>
internal static partial class Banned
{
    /// <summary>Calls that block, that lose a task, or that read the machine's clock behind the tests' back.</summary>
    public static IEnumerable<Finding> Calls(IEnumerable<CSharpFile> files) => files.SelectMany(file => Calls(file));

    /// <summary>Ways to quiet the compiler or to put work off.</summary>
    public static IEnumerable<Finding> Words(IEnumerable<CSharpFile> files) =>
        from file in files
        from finding in file.Matches(Excuse(), match => $"{match.Value.Trim()} has no place in main")
        select finding;

    private static IEnumerable<Finding> Calls(CSharpFile file) =>
    [
        .. file.CodeMatches(Clock(), match => $"{match.Value}: inject TimeProvider"),
        .. file.CodeMatches(Blocking(), match => $"{match.Value} blocks: await it", match => !MayBlock(file.Code, match.Index)),
        .. file.CodeMatches(AsyncVoid(), _ => "async void: its errors end the process; return a Task"),
        .. file.CodeMatches(Unawaited(), match => $"{Shown(match)}: nobody awaits this task", match => !HasReason(file.Text, match)),
        .. MaySpeak(file.Path) ? [] : file.CodeMatches(Console(), match => $"{match.Value}: Console belongs to Cli, Program.cs and Commands"),
    ];

    private static bool MaySpeak(string path) =>
        path.StartsWith("src/AutoValley.Cli/", StringComparison.Ordinal)
        || path.EndsWith("/Program.cs", StringComparison.Ordinal)
        || path.Contains("/Commands/", StringComparison.Ordinal);

    /// <summary>A task that was just seen to be over, and a member that is there to block and says so in its name.</summary>
    private static bool MayBlock(string code, int at)
    {
        var before = code[..at].Split('\n')[^Math.Min(4, code.AsSpan(0, at).Count('\n') + 1)..];
        var statement = code[(code.LastIndexOfAny([';', '{', '}'], at) + 1)..at];
        return before.Any(line => line.Contains("IsCompleted", StringComparison.Ordinal)) || statement.Contains("Blocking", StringComparison.Ordinal);
    }

    /// <summary>A task thrown away on purpose, under a comment that says why nobody has to await it.</summary>
    private static bool HasReason(string text, Match match)
    {
        var line = text.LastIndexOf('\n', match.Index + match.Length - match.Value.TrimStart().Length);
        var above = line < 0 ? "" : text[..line].Split('\n')[^1];
        return match.Value.TrimStart().StartsWith('_') && above.TrimStart().StartsWith("//", StringComparison.Ordinal);
    }

    private static string Shown(Match match) => match.Value.Trim().Split('\n')[0].TrimEnd();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\bStopwatch\s*\.\s*StartNew\b")]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\b|(?<=[\w)\]]\s*)\.\s*Result\b(?!\s*[(<\w])|\.\s*Wait\s*\(\s*(\)|[1-9]|TimeSpan|Timeout|\w*[cC]ancel)|\bTask\s*\.\s*Wait(All|Any)\b|\.\s*GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();

    // A statement that is but a call of …Async or Task.Run, or that throws its task away.
    [GeneratedRegex(@"(?<=[;{}]\s*)(_\s*=\s*)?([\w.?!]+\.)?(\w+Async(<\w+>)?|Task\s*\.\s*Run|\.StartNew)\s*\((?=[^;]*\)\s*;)|(?<=[;{}]\s*)_\s*=\s*Task\b")]
    private static partial Regex Unawaited();

    [GeneratedRegex(@"(?<![\w.])(System\s*\.\s*)?Console\s*\.\s*\w+")]
    private static partial Regex Console();

    [GeneratedRegex(@"^[ \t]*#(region\b|pragma\s+warning\s+disable)|\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b|\bNotImplementedException\b|\bSuppressMessage\b", RegexOptions.Multiline)]
    private static partial Regex Excuse();
}
