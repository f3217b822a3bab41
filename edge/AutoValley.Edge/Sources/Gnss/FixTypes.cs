using AutoValley.Edge.Sources.Gnss.Nmea;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>The words for a fix: VSS's, which know no RTK, and those of <c>GNSS.FixQuality</c>, which do.</summary>
internal static class FixTypes
{
    /// <summary>A value of Vehicle.CurrentLocation.GNSSReceiver.FixType; null when no sentence told whether there is a fix.</summary>
    public static string? VssName(NmeaEpoch epoch)
    {
        if (epoch.Quality is null)
            return null;
        if (!epoch.HasFix)
            return "NONE";
        var isFlat = epoch.Dimensions is { } dimensions ? dimensions == 2 : epoch.Altitude is null;
        return Augmentation(epoch) switch
        {
            'S' => isFlat ? "TWO_D_SATELLITE_BASED_AUGMENTATION" : "THREE_D_SATELLITE_BASED_AUGMENTATION",
            'G' => isFlat ? "TWO_D_GROUND_BASED_AUGMENTATION" : "THREE_D_GROUND_BASED_AUGMENTATION",
            _ => isFlat ? "TWO_D" : "THREE_D",
        };
    }

    /// <summary>A value of GNSS.FixQuality; null when no sentence told it.</summary>
    public static string? QualityName(NmeaEpoch epoch) => epoch.Quality switch
    {
        null => null,
        FixQuality.None => "NONE",
        FixQuality.Autonomous => "AUTONOMOUS",
        FixQuality.Differential => "DIFFERENTIAL",
        FixQuality.Precise => "PRECISE",
        FixQuality.RtkFixed => "RTK_FIXED",
        FixQuality.RtkFloat => "RTK_FLOAT",
        FixQuality.Estimated => "ESTIMATED",
        FixQuality.Manual => "MANUAL",
        FixQuality.Simulated => "SIMULATED",
        _ => "OTHER",
    };

    // Corrections of a satellite carry its number where a station's stands; without a number nobody knows whose they were.
    private static char? Augmentation(NmeaEpoch epoch) => epoch.Quality switch
    {
        FixQuality.RtkFixed or FixQuality.RtkFloat => 'G',
        FixQuality.Differential when epoch.CorrectionStation is >= 120 and <= 158 => 'S',
        FixQuality.Differential when epoch.CorrectionStation > 0 => 'G',
        _ => null,
    };
}
