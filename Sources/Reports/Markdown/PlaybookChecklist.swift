package import Incident

/// A playbook as a checklist in Markdown: what to do, what proves it, what disproves it.
package enum PlaybookChecklist {
  /// The checklist, one box a step.
  package static func markdown(_ playbook: PlaybookOutline) -> [UInt8] {
    var lines: [Markdown] = ["# \(prose: playbook.title)", ""]
    if !playbook.description.isEmpty { lines += ["\(prose: playbook.description)", ""] }
    for (number, step) in playbook.steps.enumerated() { lines += checklist(step, number + 1) }
    for rule in playbook.rules {
      lines.append("- **\(prose: rule.title)** (\(code: rule.id), \(prose: rule.level))")
      if !rule.description.isEmpty { lines.append("  - \(prose: rule.description)") }
    }
    let text = lines.map { $0.source(in: .block) + "\n" }.joined()
    return Array(text.utf8)
  }

  private static func checklist(_ step: PlaybookOutline.Step, _ number: Int) -> [Markdown] {
    var lines: [Markdown] = [
      "- [ ] **\(prose: "\(number). \(step.title)")** (\(code: step.id))"
    ]
    for part in step.parts {
      let lead = part.isOptional ? "may show" : "shown by"
      let each = part.forEach.map { ", for each of \($0)" } ?? ""
      lines.append("  - \(prose: "\(lead): \(part.title)\(each)")")
      lines += part.evidence.map { "    - \(prose: $0)" }
      lines += part.weakEvidence.map { "    - \(prose: "weak: \($0)")" }
    }
    lines += step.contradictions.map { "  - \(prose: "disproved by: \($0)")" }
    lines += step.limits.map { "  - \(prose: "limit: \($0)")" }
    lines += step.needs.map { "  - \(prose: "needs: \($0)")" }
    if !step.after.isEmpty {
      lines.append("  - \(prose: "after: " + step.after.joined(separator: ", "))")
    }
    return lines + [""]
  }
}
