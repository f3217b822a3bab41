namespace AutoValley.Site.Alarms;

/// <summary>Something that holds now and is worth an alarm.</summary>
/// <param name="Key">What it is told apart by.</param>
/// <param name="Value">What was found, in the unit of its kind: vehicles, km/h, degrees, metres or seconds; NaN where there is no number.</param>
/// <param name="Limit">What <paramref name="Value"/> was held against; NaN where there is none.</param>
/// <param name="Organisations">Whom it concerns beside the vehicles' own: they see its alarm, without other organisations' vehicles.</param>
public readonly record struct Condition(AlarmKey Key, double Value = double.NaN, double Limit = double.NaN, IReadOnlyList<string>? Organisations = null);
