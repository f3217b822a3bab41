using System.Text;

namespace AutoValley.Mqtt;

/// <summary>Topic names and topic filters (MQTT 5.0 section 4.7).</summary>
public static class TopicRules
{
    /// <summary>Longest name or filter in bytes of UTF-8: the two-byte length of a string [MQTT-4.7.3-3].</summary>
    public const int MaximumBytes = 65_535;

    /// <summary>Prefix of shared subscriptions (section 4.8.2).</summary>
    public const string SharedPrefix = "$share/";

    /// <summary>Whether a publish may carry this topic: not empty [MQTT-4.7.3-1], no U+0000 [MQTT-4.7.3-2], no wildcard [MQTT-3.3.2-2].</summary>
    public static bool IsName(string topic) =>
        topic.Length > 0 && topic.AsSpan().IndexOfAny("+#\0") < 0 && Encoding.UTF8.GetByteCount(topic) <= MaximumBytes;

    /// <summary>Whether this is a filter: <c>#</c> is the last level [MQTT-4.7.1-1], <c>#</c> and <c>+</c> stand alone in theirs [MQTT-4.7.1-2].</summary>
    public static bool IsFilter(string filter)
    {
        if (filter.Length == 0 || filter.Contains('\0') || Encoding.UTF8.GetByteCount(filter) > MaximumBytes)
            return false;
        for (var i = filter.AsSpan().IndexOfAny('+', '#'); i >= 0; i = NextWildcard(filter, i))
        {
            var startsLevel = i == 0 || filter[i - 1] == '/';
            var isLast = i == filter.Length - 1;
            if (!startsLevel || !(isLast || (filter[i] == '+' && filter[i + 1] == '/')))
                return false;
        }
        return true;
    }

    /// <summary>Whether a publish to <paramref name="topic"/> is for a subscription to <paramref name="filter"/>; both are valid.</summary>
    public static bool Matches(string filter, string topic)
    {
        // [MQTT-4.7.2-1] A wildcard in the first level does not match what the server keeps for itself below $.
        if (topic[0] == '$' && filter[0] is '+' or '#')
            return false;
        var (f, t) = (0, 0);
        while (f < filter.Length)
        {
            if (filter[f] == '#')
                return true;
            if (filter[f] == '+')
            {
                f++;
                while (t < topic.Length && topic[t] != '/')
                    t++;
            }
            else if (t < topic.Length && filter[f] == topic[t])
            {
                (f, t) = (f + 1, t + 1);
            }
            else
            {
                // "sport/#" is for "sport" itself, too (section 4.7.1.2).
                return t == topic.Length && filter.AsSpan(f) is "/#";
            }
        }
        return t == topic.Length;
    }

    /// <summary>How many levels a name or filter has: one more than it has slashes.</summary>
    public static int CountLevels(string topic) => topic.AsSpan().Count('/') + 1;

    private static int NextWildcard(string filter, int from)
    {
        var next = filter.AsSpan(from + 1).IndexOfAny('+', '#');
        return next < 0 ? -1 : from + 1 + next;
    }
}
