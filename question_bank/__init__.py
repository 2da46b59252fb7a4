"""The question bank: items, their proofs, blueprints, assembled exams and their release."""
